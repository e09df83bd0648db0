using System.Runtime.CompilerServices;
using OrleansHybrid.Kernels.Lanes;

namespace OrleansHybrid.Kernels.Winograd;

/// <summary>Four rows of a product, a vector of each, in four registers; what is not inlined spills them.</summary>
internal struct FourRows<V>
    where V : unmanaged, ILanes<V>
{
    private V _0, _1, _2, _3;

    /// <summary>Adds to each row its number times <paramref name="vector"/>.</summary>
    /// <param name="numbers">Of the first row; the next row's lies <paramref name="step"/> further.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddProducts(ref float numbers, nint step, V vector)
    {
        _0 = V.FusedMultiplyAdd(vector, V.Of(numbers), _0);
        _1 = V.FusedMultiplyAdd(vector, V.Of(Unsafe.Add(ref numbers, step)), _1);
        _2 = V.FusedMultiplyAdd(vector, V.Of(Unsafe.Add(ref numbers, 2 * step)), _2);
        _3 = V.FusedMultiplyAdd(vector, V.Of(Unsafe.Add(ref numbers, 3 * step)), _3);
    }

    /// <summary>The same for two vectors of each row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddProducts(ref FourRows<V> x, ref FourRows<V> y, ref float numbers, nint step, V left, V right)
    {
        var n0 = V.Of(numbers);
        var n1 = V.Of(Unsafe.Add(ref numbers, step));
        var n2 = V.Of(Unsafe.Add(ref numbers, 2 * step));
        var n3 = V.Of(Unsafe.Add(ref numbers, 3 * step));
        x._0 = V.FusedMultiplyAdd(left, n0, x._0);
        y._0 = V.FusedMultiplyAdd(right, n0, y._0);
        x._1 = V.FusedMultiplyAdd(left, n1, x._1);
        y._1 = V.FusedMultiplyAdd(right, n1, y._1);
        x._2 = V.FusedMultiplyAdd(left, n2, x._2);
        y._2 = V.FusedMultiplyAdd(right, n2, y._2);
        x._3 = V.FusedMultiplyAdd(left, n3, x._3);
        y._3 = V.FusedMultiplyAdd(right, n3, y._3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(ref float to, nint step)
    {
        _0.Store(ref to);
        _1.Store(ref Unsafe.Add(ref to, step));
        _2.Store(ref Unsafe.Add(ref to, 2 * step));
        _3.Store(ref Unsafe.Add(ref to, 3 * step));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void AddTo(ref float sums, nint step)
    {
        (V.Load(in sums) + _0).Store(ref sums);
        ref var next = ref Unsafe.Add(ref sums, step);
        (V.Load(in next) + _1).Store(ref next);
        next = ref Unsafe.Add(ref next, step);
        (V.Load(in next) + _2).Store(ref next);
        next = ref Unsafe.Add(ref next, step);
        (V.Load(in next) + _3).Store(ref next);
    }
}
