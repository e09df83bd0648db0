using System.Runtime.CompilerServices;
using OrleansHybrid.Kernels.Lanes;
using OrleansHybrid.Kernels.Memory;

namespace OrleansHybrid.Kernels.Normalisation;

/// <summary>
/// The passes over memory of batch normalisation (Ioffe and Szegedy, arXiv 1502.03167, algorithm 1), the addition of a
/// shortcut and ReLU. Tensors are (Rows, Columns) numbers; values per channel are spread over the columns.
/// </summary>
internal static class BatchNormPasses<V, T>
    where V : unmanaged, ILanes<V>
    where T : unmanaged, IStored<T>
{
    // Rows that are summed before the sum is added to the chunk's: rounding errors grow with the longest chain of additions. So many
    // rows also stay in the cache while the columns next to them are worked on.
    private const int Run = 32;

    private static int Block => 2 * V.Count;

    /// <summary>Sums of (x - s) and of its square, the latter without much cancellation where s is near the mean.</summary>
    /// <param name="x">Read.</param>
    /// <param name="shift">s, by column.</param>
    /// <returns>Two of (C).</returns>
    public static (double[] Sums, double[] Squares) Moments(ChannelGrid grid, Numbers<T> x, float[] shift, int threads)
    {
        var (sums, squares) = (new float[grid.Chunks * grid.Columns], new float[grid.Chunks * grid.Columns]);
        ForEachRun(grid, threads, (chunk, first, end) =>
        {
            for (var column = 0; column < grid.Columns; column += Block)
            {
                var s = TwoVectors<V>.Load(ref shift[column]);
                TwoVectors<V> sum = default, square = default;
                ref var at = ref At(x, grid, first, column);
                for (var row = first; row < end; row++, at = ref Unsafe.Add(ref at, grid.Columns))
                {
                    var d = TwoVectors<V>.Load(ref at) - s;
                    sum += d;
                    square = TwoVectors<V>.Fused(d, d, square);
                }

                sum.AddTo(ref sums[chunk * grid.Columns + column]);
                square.AddTo(ref squares[chunk * grid.Columns + column]);
            }
        });
        return (grid.Gather(sums), grid.Gather(squares));
    }

    /// <summary>y = max(0, (x - mean) · scale + offset + shortcut).</summary>
    /// <param name="x">Read.</param>
    /// <param name="shortcut">Read; empty for none.</param>
    /// <param name="y">Written.</param>
    /// <param name="norm">By column.</param>
    public static void Apply(ChannelGrid grid, Numbers<T> x, Numbers<T> shortcut, Numbers<T> y, Affine norm, int threads)
    {
        var streamed = Streaming.Pays<T>(y.Span, Block);
        ForEachRun(grid, threads, (_, first, end) =>
        {
            for (var column = 0; column < grid.Columns; column += Block)
            {
                var (m, a, b) = Of(norm, column);
                for (var row = first; row < end; row++)
                {
                    var value = TwoVectors<V>.Fused(TwoVectors<V>.Load(ref At(x, grid, row, column)) - m, a, b);
                    if (!shortcut.IsEmpty) value += TwoVectors<V>.Load(ref At(shortcut, grid, row, column));
                    value.Where(value).Store(ref At(y, grid, row, column), streamed);
                }
            }
        });
    }

    /// <summary>The gradient g before ReLU, its sum, and the sum of g · (x - mean).</summary>
    /// <param name="x">Read.</param>
    /// <param name="y">Read: the output; where it is zero nothing comes through. Empty where there was no shortcut: then it is computed
    /// anew.</param>
    /// <param name="outer">Read: the gradient of the output.</param>
    /// <param name="inner">Written: g; empty where nobody wants it.</param>
    /// <param name="norm">By column.</param>
    /// <returns>Two of (C).</returns>
    public static (double[] Sums, double[] Products) GradientMoments(
        ChannelGrid grid, Numbers<T> x, Numbers<T> y, Numbers<T> outer, Numbers<T> inner, Affine norm, int threads)
    {
        var (sums, products) = (new float[grid.Chunks * grid.Columns], new float[grid.Chunks * grid.Columns]);
        var streamed = Streaming.Pays<T>(inner.Span, Block);
        ForEachRun(grid, threads, (chunk, first, end) =>
        {
            for (var column = 0; column < grid.Columns; column += Block)
            {
                var (m, a, b) = Of(norm, column);
                TwoVectors<V> sum = default, product = default;
                for (var row = first; row < end; row++)
                {
                    var d = TwoVectors<V>.Load(ref At(x, grid, row, column)) - m;
                    var g = TwoVectors<V>.Load(ref At(outer, grid, row, column))
                        .Where(y.IsEmpty ? TwoVectors<V>.Fused(d, a, b) : TwoVectors<V>.Load(ref At(y, grid, row, column)));
                    if (!inner.IsEmpty) g.Store(ref At(inner, grid, row, column), streamed);
                    sum += g;
                    product = TwoVectors<V>.Fused(g, d, product);
                }

                sum.AddTo(ref sums[chunk * grid.Columns + column]);
                product.AddTo(ref products[chunk * grid.Columns + column]);
            }
        });
        return (grid.Gather(sums), grid.Gather(products));
    }

    /// <summary>dx = a · g + b · (x - mean) + c.</summary>
    /// <param name="x">Read.</param>
    /// <param name="gradient">Read: g, the gradient before ReLU, or that of the output max(0, (x - mean) · scale + offset).</param>
    /// <param name="isInner">True for g.</param>
    /// <param name="dx">Written.</param>
    /// <param name="norm">By column.</param>
    /// <param name="factors">By column.</param>
    public static void Gradient(
        ChannelGrid grid, Numbers<T> x, Numbers<T> gradient, bool isInner, Numbers<T> dx, Affine norm, GradientFactors factors, int threads)
    {
        var streamed = Streaming.Pays<T>(dx.Span, Block);
        ForEachRun(grid, threads, (_, first, end) =>
        {
            for (var column = 0; column < grid.Columns; column += Block)
            {
                var (m, s, t) = Of(norm, column);
                var (a, b, c) = Of(factors, column);
                for (var row = first; row < end; row++)
                {
                    var d = TwoVectors<V>.Load(ref At(x, grid, row, column)) - m;
                    var g = TwoVectors<V>.Load(ref At(gradient, grid, row, column));
                    if (!isInner) g = g.Where(TwoVectors<V>.Fused(d, s, t));
                    TwoVectors<V>.Fused(g, a, TwoVectors<V>.Fused(d, b, c)).Store(ref At(dx, grid, row, column), streamed);
                }
            }
        });
    }

    /// <param name="work">Gets a chunk's number, the first of some of its rows, and the row that they end before.</param>
    private static void ForEachRun(ChannelGrid grid, int threads, Action<int, int, int> work) =>
        Chunks.ForEach(grid.Chunks, threads, chunk =>
        {
            var (first, end) = grid.RowsOf(chunk);
            for (var row = first; row < end; row += Run) work(chunk, row, Math.Min(end, row + Run));
        });

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref T At(Numbers<T> tensor, ChannelGrid grid, int row, int column) =>
        ref Unsafe.Add(ref tensor.Start, (nint)row * grid.Columns + column);

    private static (TwoVectors<V> Mean, TwoVectors<V> Scale, TwoVectors<V> Offset) Of(Affine norm, int column) => (
        TwoVectors<V>.Load(ref norm.Mean[column]), TwoVectors<V>.Load(ref norm.Scale[column]), TwoVectors<V>.Load(ref norm.Offset[column]));

    private static (TwoVectors<V> A, TwoVectors<V> B, TwoVectors<V> C) Of(GradientFactors factors, int column) => (
        TwoVectors<V>.Load(ref factors.A[column]), TwoVectors<V>.Load(ref factors.B[column]), TwoVectors<V>.Load(ref factors.C[column]));
}
