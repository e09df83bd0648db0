using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OrleansHybrid.Kernels.Lanes;

namespace OrleansHybrid.Kernels.Winograd;

/// <summary>
/// Several products of small float32 matrices of the same size. A matrix (R, C) lies in memory as panels of sixteen columns, (C / 16,
/// R, 16). The matrices that belong to tiles are interleaved, (C / 16, R, matrices, 16), so that what is made of the same pixels lies
/// side by side; those that belong to weights lie one after the other.
/// </summary>
/// <param name="Matrices">How many products, at most <see cref="MostMatrices"/>.</param>
/// <param name="Rows">Of the product; a multiple of sixteen.</param>
/// <param name="Depth">Numbers of which each number of the product is a sum; a multiple of sixteen.</param>
/// <param name="Columns">Of the product; a multiple of sixteen.</param>
internal readonly record struct MatrixProducts(int Matrices, int Rows, int Depth, int Columns)
{
    public const int MostMatrices = 36;

    /// <summary>From a row of an interleaved matrix to the next: an odd number of lines, for those that are a multiple of 1 KB apart share
    /// few lines of the cache.</summary>
    public const int Interleaved = (MostMatrices + 1) * Panel.Width;

    /// <summary>Where a row of a panel begins in an interleaved matrix of so many rows.</summary>
    public static nint Between(int rows, int row, int column) =>
        ((nint)(column / Panel.Width) * rows + row) * Interleaved + column % Panel.Width;

    /// <summary>The same in a matrix that is not interleaved.</summary>
    public static int InTurn(int rows, int row, int column) =>
        (column / Panel.Width * rows + row) * Panel.Width + column % Panel.Width;

    /// <summary>C = A · B.</summary>
    /// <param name="a">(Rows, Depth), interleaved, read.</param>
    /// <param name="b">(Depth, Columns), read.</param>
    /// <param name="c">(Rows, Columns), interleaved, written.</param>
    public void Multiply<V>(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c)
        where V : unmanaged, ILanes<V>
    {
        ref var x = ref MemoryMarshal.GetReference(a);
        ref var y = ref MemoryMarshal.GetReference(b);
        ref var z = ref MemoryMarshal.GetReference(c);
        for (var matrix = 0; matrix < Matrices; matrix++)
        {
            var column = 0;
            if (V.Count < Panel.Width) Multiply<V, FourByTwo<V>>(ref x, ref y, ref z, ref column);
            else Multiply<V, EightByTwo<V>>(ref x, ref y, ref z, ref column);
            Multiply<V, SixteenByOne<V>>(ref x, ref y, ref z, ref column);
            x = ref Unsafe.Add(ref x, Panel.Width);
            y = ref Unsafe.Add(ref y, (nint)Depth * Columns);
            z = ref Unsafe.Add(ref z, Panel.Width);
        }
    }

    /// <summary>C = C + transposed(A) · B.</summary>
    /// <param name="a">(Depth, Rows), interleaved, read.</param>
    /// <param name="b">(Depth, Columns), interleaved, read.</param>
    /// <param name="c">(Rows, Columns), read and written.</param>
    public void AddTransposed<V>(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c)
        where V : unmanaged, ILanes<V>
    {
        ref var x = ref MemoryMarshal.GetReference(a);
        ref var y = ref MemoryMarshal.GetReference(b);
        ref var z = ref MemoryMarshal.GetReference(c);
        for (var matrix = 0; matrix < Matrices; matrix++)
        {
            var column = 0;
            if (V.Count < Panel.Width) AddTransposed<V, FourByTwo<V>>(ref x, ref y, ref z, ref column);
            else AddTransposed<V, EightByTwo<V>>(ref x, ref y, ref z, ref column);
            AddTransposed<V, SixteenByOne<V>>(ref x, ref y, ref z, ref column);
            x = ref Unsafe.Add(ref x, Panel.Width);
            y = ref Unsafe.Add(ref y, Panel.Width);
            z = ref Unsafe.Add(ref z, (nint)Rows * Columns);
        }
    }

    /// <param name="column">The first that is wanted; comes back as the first that does not fill a tile.</param>
    private void Multiply<V, TTile>(ref float a, ref float b, ref float c, ref int column)
        where V : unmanaged, ILanes<V>
        where TTile : struct, ITile<V>
    {
        for (; column + TTile.Vectors * V.Count <= Columns; column += TTile.Vectors * V.Count)
        {
            var second = InTurn(Depth, 0, column + V.Count) - InTurn(Depth, 0, column);
            var secondOut = Between(Rows, 0, column + V.Count) - Between(Rows, 0, column);
            for (var row = 0; row < Rows; row += TTile.Rows)
            {
                var sums = default(TTile);
                ref var x = ref Unsafe.Add(ref a, (nint)row * Interleaved);
                ref var y = ref Unsafe.Add(ref b, InTurn(Depth, 0, column));
                for (var panel = 0; panel < Depth; panel += Panel.Width)
                {
                    for (var k = 0; k < Panel.Width; k++)
                    {
                        sums.AddProducts(ref x, Interleaved, ref y, second);
                        x = ref Unsafe.Add(ref x, 1);
                        y = ref Unsafe.Add(ref y, Panel.Width);
                    }

                    x = ref Unsafe.Add(ref x, (nint)Rows * Interleaved - Panel.Width);
                }

                sums.Store(ref Unsafe.Add(ref c, Between(Rows, row, column)), Interleaved, secondOut);
            }
        }
    }

    /// <inheritdoc cref="Multiply{V, TTile}"/>
    private void AddTransposed<V, TTile>(ref float a, ref float b, ref float c, ref int column)
        where V : unmanaged, ILanes<V>
        where TTile : struct, ITile<V>
    {
        for (; column + TTile.Vectors * V.Count <= Columns; column += TTile.Vectors * V.Count)
        {
            var second = Between(Depth, 0, column + V.Count) - Between(Depth, 0, column);
            var secondOut = InTurn(Rows, 0, column + V.Count) - InTurn(Rows, 0, column);
            for (var row = 0; row < Rows; row += TTile.Rows)
            {
                var sums = default(TTile);
                ref var x = ref Unsafe.Add(ref a, Between(Depth, 0, row));
                ref var y = ref Unsafe.Add(ref b, Between(Depth, 0, column));
                for (var k = 0; k < Depth; k++)
                {
                    sums.AddProducts(ref x, 1, ref y, second);
                    x = ref Unsafe.Add(ref x, Interleaved);
                    y = ref Unsafe.Add(ref y, Interleaved);
                }

                sums.AddTo(ref Unsafe.Add(ref c, InTurn(Rows, row, column)), Panel.Width, secondOut);
            }
        }
    }
}
