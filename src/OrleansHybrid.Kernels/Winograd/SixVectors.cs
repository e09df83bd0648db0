using System.Runtime.CompilerServices;
using OrleansHybrid.Kernels.Lanes;

namespace OrleansHybrid.Kernels.Winograd;

/// <summary>A row or a column of a 6x6 patch.</summary>
internal readonly struct SixVectors<V>(V v0, V v1, V v2, V v3, V v4, V v5)
    where V : unmanaged, ILanes<V>
{
    private readonly V _0 = v0, _1 = v1, _2 = v2, _3 = v3, _4 = v4, _5 = v5;

    /// <param name="step">From a vector to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref V to, int step)
    {
        to = _0;
        Unsafe.Add(ref to, step) = _1;
        Unsafe.Add(ref to, 2 * step) = _2;
        Unsafe.Add(ref to, 3 * step) = _3;
        Unsafe.Add(ref to, 4 * step) = _4;
        Unsafe.Add(ref to, 5 * step) = _5;
    }

    /// <inheritdoc cref="Store(ref V, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref float to, nint step)
    {
        _0.Store(ref to);
        _1.Store(ref Unsafe.Add(ref to, step));
        _2.Store(ref Unsafe.Add(ref to, 2 * step));
        _3.Store(ref Unsafe.Add(ref to, 3 * step));
        _4.Store(ref Unsafe.Add(ref to, 4 * step));
        _5.Store(ref Unsafe.Add(ref to, 5 * step));
    }
}
