using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OrleansHybrid.Kernels.Lanes;

namespace OrleansHybrid.Kernels.Normalisation;

/// <summary>A number as a tensor stores it.</summary>
internal interface IStored<TSelf>
    where TSelf : unmanaged, IStored<TSelf>
{
    static abstract V Load<V>(ref TSelf from)
        where V : unmanaged, ILanes<V>;

    /// <param name="streamed">Around the cache.</param>
    static abstract void Store<V>(V values, ref TSelf to, bool streamed)
        where V : unmanaged, ILanes<V>;
}

/// <inheritdoc cref="NumberType.Binary32"/>
[StructLayout(LayoutKind.Sequential, Size = sizeof(float))]
internal readonly struct Float32 : IStored<Float32>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Load<V>(ref Float32 from)
        where V : unmanaged, ILanes<V> => V.Load(in Unsafe.As<Float32, float>(ref from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<V>(V values, ref Float32 to, bool streamed)
        where V : unmanaged, ILanes<V>
    {
        if (streamed) values.Stream(ref Unsafe.As<Float32, float>(ref to));
        else values.Store(ref Unsafe.As<Float32, float>(ref to));
    }
}

/// <inheritdoc cref="NumberType.Bfloat16"/>
[StructLayout(LayoutKind.Sequential, Size = sizeof(ushort))]
internal readonly struct Bfloat16 : IStored<Bfloat16>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Load<V>(ref Bfloat16 from)
        where V : unmanaged, ILanes<V> => V.LoadUpperHalves(in Unsafe.As<Bfloat16, ushort>(ref from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<V>(V values, ref Bfloat16 to, bool streamed)
        where V : unmanaged, ILanes<V>
    {
        if (streamed) values.StreamUpperHalves(ref Unsafe.As<Bfloat16, ushort>(ref to));
        else values.StoreUpperHalves(ref Unsafe.As<Bfloat16, ushort>(ref to));
    }
}
