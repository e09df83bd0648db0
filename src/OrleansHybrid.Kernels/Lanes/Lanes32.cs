using System.Runtime.CompilerServices;

namespace OrleansHybrid.Kernels.Lanes;

/// <summary>One lane: the scalar reference of every other width, on any processor.</summary>
internal readonly struct Lanes32(float value) : ILanes<Lanes32>
{
    private readonly float _value = value;

    public static int Count => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 Of(float number) => new(number);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 Load(ref readonly float from) => new(from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 LoadUpperHalves(ref readonly ushort from) => new(BitConverter.UInt32BitsToSingle((uint)from << 16));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref float to) => to = _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Stream(ref float to) => Store(ref to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreUpperHalves(ref ushort to)
    {
        var bits = BitConverter.SingleToUInt32Bits(_value);
        to = (ushort)((bits + 0x7FFFu + ((bits >> 16) & 1)) >> 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StreamUpperHalves(ref ushort to) => StoreUpperHalves(ref to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 operator +(Lanes32 x, Lanes32 y) => new(x._value + y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 operator -(Lanes32 x, Lanes32 y) => new(x._value - y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 operator *(Lanes32 x, Lanes32 y) => new(x._value * y._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 FusedMultiplyAdd(Lanes32 x, Lanes32 y, Lanes32 z) => new(MathF.FusedMultiplyAdd(x._value, y._value, z._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes32 WherePositive(Lanes32 x, Lanes32 y) => y._value <= 0 ? default : x;
}
