using System.Runtime.CompilerServices;
using OrleansHybrid.Kernels.Lanes;

namespace OrleansHybrid.Kernels.Normalisation;

/// <summary>Some columns of a row, in two registers; what is not inlined spills them.</summary>
internal struct TwoVectors<V>
    where V : unmanaged, ILanes<V>
{
    private V _0, _1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoVectors<V> Load(ref float from) => new() { _0 = V.Load(in from), _1 = V.Load(in Unsafe.Add(ref from, V.Count)) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoVectors<V> Load<T>(ref T from)
        where T : unmanaged, IStored<T> => new() { _0 = T.Load<V>(ref from), _1 = T.Load<V>(ref Unsafe.Add(ref from, V.Count)) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store<T>(ref T to, bool streamed)
        where T : unmanaged, IStored<T>
    {
        T.Store(_0, ref to, streamed);
        T.Store(_1, ref Unsafe.Add(ref to, V.Count), streamed);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void AddTo(ref float sums)
    {
        (V.Load(in sums) + _0).Store(ref sums);
        ref var next = ref Unsafe.Add(ref sums, V.Count);
        (V.Load(in next) + _1).Store(ref next);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoVectors<V> operator +(TwoVectors<V> x, TwoVectors<V> y) => new() { _0 = x._0 + y._0, _1 = x._1 + y._1 };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoVectors<V> operator -(TwoVectors<V> x, TwoVectors<V> y) => new() { _0 = x._0 - y._0, _1 = x._1 - y._1 };

    /// <returns>x · y + z, rounded once.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoVectors<V> Fused(TwoVectors<V> x, TwoVectors<V> y, TwoVectors<V> z) =>
        new() { _0 = V.FusedMultiplyAdd(x._0, y._0, z._0), _1 = V.FusedMultiplyAdd(x._1, y._1, z._1) };

    /// <returns>The numbers where <paramref name="y"/> is above zero or NaN; zero elsewhere.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly TwoVectors<V> Where(TwoVectors<V> y) =>
        new() { _0 = V.WherePositive(_0, y._0), _1 = V.WherePositive(_1, y._1) };
}
