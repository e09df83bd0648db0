using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace OrleansHybrid.Learning.Kernels;

/// <summary>A number as a tensor stores it, sixteen of which a kernel reads or writes at once; it computes in float32.</summary>
internal unsafe interface IKernelNumber<TSelf>
    where TSelf : unmanaged
{
    static abstract Vector512<float> Load(TSelf* from);

    /// <param name="streamed">Around the cache: <paramref name="to"/> must be aligned to sixteen numbers.</param>
    static abstract void Store(Vector512<float> values, TSelf* to, bool streamed);
}

/// <summary>IEEE 754 binary32.</summary>
[StructLayout(LayoutKind.Sequential, Size = sizeof(float))]
internal readonly unsafe struct Float32 : IKernelNumber<Float32>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(Float32* from) => Vector512.Load((float*)from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> values, Float32* to, bool streamed)
    {
        if (streamed) values.StoreAlignedNonTemporal((float*)to);
        else values.Store((float*)to);
    }
}

/// <summary>The upper half of a float32; rounded to nearest, ties to even, as Torch does.</summary>
[StructLayout(LayoutKind.Sequential, Size = sizeof(ushort))]
internal readonly unsafe struct Bfloat16 : IKernelNumber<Bfloat16>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(Bfloat16* from) =>
        (Avx512F.ConvertToVector512UInt32(Vector256.Load((ushort*)from)) << 16).AsSingle();

    // A NaN stays one: those that arithmetic makes have zeros in the half that is cut off.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> values, Bfloat16* to, bool streamed)
    {
        var bits = values.AsUInt32();
        var rounded = bits + Vector512.Create(0x7FFFu) + ((bits >> 16) & Vector512<uint>.One);
        var numbers = Avx512F.ConvertToVector256UInt16(rounded >> 16);
        if (streamed) numbers.StoreAlignedNonTemporal((ushort*)to);
        else numbers.Store((ushort*)to);
    }
}
