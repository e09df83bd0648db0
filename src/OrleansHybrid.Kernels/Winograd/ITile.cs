using System.Runtime.CompilerServices;
using OrleansHybrid.Kernels.Lanes;

namespace OrleansHybrid.Kernels.Winograd;

/// <summary>A part of a product that is summed in registers: some rows, one or two vectors wide. What is not inlined spills them.</summary>
internal interface ITile<V>
    where V : unmanaged, ILanes<V>
{
    static abstract int Rows { get; }

    static abstract int Vectors { get; }

    /// <summary>Adds to each row its number times the vectors.</summary>
    /// <param name="numbers">Of the first row; the next row's lies <paramref name="step"/> further.</param>
    /// <param name="vectors">The first; the second lies <paramref name="second"/> further.</param>
    void AddProducts(ref float numbers, nint step, ref float vectors, nint second);

    /// <param name="to">The first row's first vector, with steps as in <see cref="AddProducts"/>.</param>
    void Store(ref float to, nint step, nint second);

    /// <inheritdoc cref="Store"/>
    void AddTo(ref float to, nint step, nint second);
}

/// <summary>For sixteen registers of eight numbers.</summary>
internal struct FourByTwo<V> : ITile<V>
    where V : unmanaged, ILanes<V>
{
    private FourRows<V> _left, _right;

    public static int Rows => 4;

    public static int Vectors => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddProducts(ref float numbers, nint step, ref float vectors, nint second) => FourRows<V>.AddProducts(
        ref _left, ref _right, ref numbers, step, V.Load(in vectors), V.Load(in Unsafe.Add(ref vectors, second)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(ref float to, nint step, nint second)
    {
        _left.Store(ref to, step);
        _right.Store(ref Unsafe.Add(ref to, second), step);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void AddTo(ref float to, nint step, nint second)
    {
        _left.AddTo(ref to, step);
        _right.AddTo(ref Unsafe.Add(ref to, second), step);
    }
}

/// <summary>For thirty-two registers.</summary>
internal struct EightByTwo<V> : ITile<V>
    where V : unmanaged, ILanes<V>
{
    private FourByTwo<V> _upper, _lower;

    public static int Rows => 8;

    public static int Vectors => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddProducts(ref float numbers, nint step, ref float vectors, nint second)
    {
        _upper.AddProducts(ref numbers, step, ref vectors, second);
        _lower.AddProducts(ref Unsafe.Add(ref numbers, 4 * step), step, ref vectors, second);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(ref float to, nint step, nint second)
    {
        _upper.Store(ref to, step, second);
        _lower.Store(ref Unsafe.Add(ref to, 4 * step), step, second);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void AddTo(ref float to, nint step, nint second)
    {
        _upper.AddTo(ref to, step, second);
        _lower.AddTo(ref Unsafe.Add(ref to, 4 * step), step, second);
    }
}

/// <summary>For thirty-two registers, where no second vector is left.</summary>
internal struct SixteenByOne<V> : ITile<V>
    where V : unmanaged, ILanes<V>
{
    private FourRows<V> _0, _1, _2, _3;

    public static int Rows => 16;

    public static int Vectors => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddProducts(ref float numbers, nint step, ref float vectors, nint second)
    {
        var vector = V.Load(in vectors);
        _0.AddProducts(ref numbers, step, vector);
        _1.AddProducts(ref Unsafe.Add(ref numbers, 4 * step), step, vector);
        _2.AddProducts(ref Unsafe.Add(ref numbers, 8 * step), step, vector);
        _3.AddProducts(ref Unsafe.Add(ref numbers, 12 * step), step, vector);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(ref float to, nint step, nint second)
    {
        _0.Store(ref to, step);
        _1.Store(ref Unsafe.Add(ref to, 4 * step), step);
        _2.Store(ref Unsafe.Add(ref to, 8 * step), step);
        _3.Store(ref Unsafe.Add(ref to, 12 * step), step);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void AddTo(ref float to, nint step, nint second)
    {
        _0.AddTo(ref to, step);
        _1.AddTo(ref Unsafe.Add(ref to, 4 * step), step);
        _2.AddTo(ref Unsafe.Add(ref to, 8 * step), step);
        _3.AddTo(ref Unsafe.Add(ref to, 12 * step), step);
    }
}
