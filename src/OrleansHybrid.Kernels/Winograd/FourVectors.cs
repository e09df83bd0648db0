using System.Runtime.CompilerServices;
using OrleansHybrid.Kernels.Lanes;

namespace OrleansHybrid.Kernels.Winograd;

/// <summary>A column of a 4x4 patch, in four registers; what is not inlined spills them.</summary>
internal readonly struct FourVectors<V>(V v0, V v1, V v2, V v3)
    where V : unmanaged, ILanes<V>
{
    private readonly V _0 = v0, _1 = v1, _2 = v2, _3 = v3;

    /// <param name="step">From a vector to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref V to, int step)
    {
        to = _0;
        Unsafe.Add(ref to, step) = _1;
        Unsafe.Add(ref to, 2 * step) = _2;
        Unsafe.Add(ref to, 3 * step) = _3;
    }

    /// <inheritdoc cref="Store(ref V, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref float to, nint step)
    {
        _0.Store(ref to);
        _1.Store(ref Unsafe.Add(ref to, step));
        _2.Store(ref Unsafe.Add(ref to, 2 * step));
        _3.Store(ref Unsafe.Add(ref to, 3 * step));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourVectors<V> operator +(FourVectors<V> x, FourVectors<V> y) => new(x._0 + y._0, x._1 + y._1, x._2 + y._2, x._3 + y._3);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FourVectors<V> operator -(FourVectors<V> x, FourVectors<V> y) => new(x._0 - y._0, x._1 - y._1, x._2 - y._2, x._3 - y._3);
}
