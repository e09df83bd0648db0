using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector512;

namespace OrleansHybrid.Learning.Kernels;

/// <summary>
/// The passes over memory of batch normalisation (Ioffe and Szegedy, arXiv 1502.03167, algorithm 1), the addition of a
/// shortcut and ReLU. Tensors are addresses of (Rows, Columns) numbers; arrays of a value per column come from
/// <see cref="ChannelGrid.Spread"/>.
/// </summary>
internal static unsafe class BatchNormKernels<T>
    where T : unmanaged, IKernelNumber<T>
{
    private const int Block = ChannelGrid.Block;

    // Rows that are summed before the sum is added to the chunk's: rounding errors grow with the longest chain of additions.
    private const int Run = 32;

    /// <summary>Sums of (x - s) and of its square, the latter without much cancellation where s is near the mean.</summary>
    /// <param name="x">Read.</param>
    /// <param name="shift">s, by column.</param>
    /// <returns>Two of (C).</returns>
    public static (double[] Sums, double[] Squares) Moments(ChannelGrid grid, nint x, float[] shift)
    {
        var (sums, squares) = (new float[grid.Chunks * grid.Columns], new float[grid.Chunks * grid.Columns]);
        grid.ForEachChunk((chunk, first, end) =>
        {
            for (var column = 0; column < grid.Columns; column += Block)
            {
                var s = new Four(shift, column);
                Four sum = default, square = default;
                for (var row = first; row < end;)
                {
                    Four some = default, someSquare = default;
                    for (var stop = Math.Min(end, row + Run); row < stop; row++)
                    {
                        var d = Four.Load(At(x, grid, row, column)) - s;
                        some += d;
                        someSquare = Four.Fused(d, d, someSquare);
                    }

                    sum += some;
                    square += someSquare;
                }

                sum.CopyTo(sums, chunk * grid.Columns + column);
                square.CopyTo(squares, chunk * grid.Columns + column);
            }
        });
        return (grid.Gather(sums), grid.Gather(squares));
    }

    /// <summary>y = max(0, (x - mean) · scale + offset + shortcut).</summary>
    /// <param name="x">Read.</param>
    /// <param name="shortcut">Read; zero for none.</param>
    /// <param name="y">Written.</param>
    public static void Apply(ChannelGrid grid, nint x, nint shortcut, nint y, float[] mean, float[] scale, float[] offset) =>
        grid.ForEachChunk((_, first, end) =>
        {
            var streamed = IsStreamed(grid);
            for (var column = 0; column < grid.Columns; column += Block)
            {
                var (m, a, b) = (new Four(mean, column), new Four(scale, column), new Four(offset, column));
                for (var row = first; row < end; row++)
                {
                    var value = Four.Fused(Four.Load(At(x, grid, row, column)) - m, a, b);
                    if (shortcut != 0) value += Four.Load(At(shortcut, grid, row, column));
                    value.Rectified().Store(At(y, grid, row, column), streamed);
                }
            }
        });

    /// <summary>The gradient g before ReLU, its sum, and the sum of g · (x - mean).</summary>
    /// <param name="x">Read.</param>
    /// <param name="y">Read: the output; where it is zero nothing comes through. Zero where there was no shortcut: then it is computed
    /// anew.</param>
    /// <param name="outer">Read: the gradient of the output.</param>
    /// <param name="inner">Written: g; zero where nobody wants it.</param>
    /// <returns>Two of (C).</returns>
    public static (double[] Sums, double[] Products) GradientMoments(
        ChannelGrid grid, nint x, nint y, nint outer, nint inner, float[] mean, float[] scale, float[] offset)
    {
        var (sums, products) = (new float[grid.Chunks * grid.Columns], new float[grid.Chunks * grid.Columns]);
        grid.ForEachChunk((chunk, first, end) =>
        {
            var streamed = IsStreamed(grid);
            for (var column = 0; column < grid.Columns; column += Block)
            {
                var (m, a, b) = (new Four(mean, column), new Four(scale, column), new Four(offset, column));
                Four sum = default, product = default;
                for (var row = first; row < end;)
                {
                    Four some = default, someProduct = default;
                    for (var stop = Math.Min(end, row + Run); row < stop; row++)
                    {
                        var d = Four.Load(At(x, grid, row, column)) - m;
                        var g = Four.Load(At(outer, grid, row, column))
                            .Where(y == 0 ? Four.Fused(d, a, b) : Four.Load(At(y, grid, row, column)));
                        if (inner != 0) g.Store(At(inner, grid, row, column), streamed);
                        some += g;
                        someProduct = Four.Fused(g, d, someProduct);
                    }

                    sum += some;
                    product += someProduct;
                }

                sum.CopyTo(sums, chunk * grid.Columns + column);
                product.CopyTo(products, chunk * grid.Columns + column);
            }
        });
        return (grid.Gather(sums), grid.Gather(products));
    }

    /// <summary>dx = a · g + b · (x - mean) + c.</summary>
    /// <param name="x">Read.</param>
    /// <param name="inner">Read: g, the gradient before ReLU.</param>
    /// <param name="dx">Written.</param>
    public static void Gradient(ChannelGrid grid, nint x, nint inner, nint dx, float[] mean, float[] a, float[] b, float[] c) =>
        grid.ForEachChunk((_, first, end) =>
        {
            var streamed = IsStreamed(grid);
            for (var column = 0; column < grid.Columns; column += Block)
            {
                var (m, ka, kb, kc) = (new Four(mean, column), new Four(a, column), new Four(b, column), new Four(c, column));
                for (var row = first; row < end; row++)
                {
                    var d = Four.Load(At(x, grid, row, column)) - m;
                    Four.Fused(Four.Load(At(inner, grid, row, column)), ka, Four.Fused(d, kb, kc))
                        .Store(At(dx, grid, row, column), streamed);
                }
            }
        });

    /// <summary>The same where the output was max(0, (x - mean) · scale + offset).</summary>
    /// <param name="outer">Read: the gradient of the output.</param>
    /// <inheritdoc cref="Gradient"/>
    public static void GradientThroughRelu(
        ChannelGrid grid, nint x, nint outer, nint dx, float[] mean, float[] scale, float[] offset, float[] a, float[] b, float[] c) =>
        grid.ForEachChunk((_, first, end) =>
        {
            var streamed = IsStreamed(grid);
            for (var column = 0; column < grid.Columns; column += Block)
            {
                var (m, s, t) = (new Four(mean, column), new Four(scale, column), new Four(offset, column));
                var (ka, kb, kc) = (new Four(a, column), new Four(b, column), new Four(c, column));
                for (var row = first; row < end; row++)
                {
                    var d = Four.Load(At(x, grid, row, column)) - m;
                    var g = Four.Load(At(outer, grid, row, column)).Where(Four.Fused(d, s, t));
                    Four.Fused(g, ka, Four.Fused(d, kb, kc)).Store(At(dx, grid, row, column), streamed);
                }
            }
        });

    private static bool IsStreamed(ChannelGrid grid) => KernelTensor.IsStreamed((long)grid.Rows * grid.Columns * sizeof(T));

    private static T* At(nint tensor, ChannelGrid grid, int row, int column) => (T*)tensor + (long)row * grid.Columns + column;

    /// <summary>A block of a row, in four registers; what is not inlined spills them.</summary>
    private struct Four
    {
        private Vector512<float> _0, _1, _2, _3;

        public Four(float[] values, int start) => (_0, _1, _2, _3) = (
            Create(values, start),
            Create(values, start + 16),
            Create(values, start + 32),
            Create(values, start + 48));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Four Load(T* from) => new()
        {
            _0 = T.Load(from),
            _1 = T.Load(from + 16),
            _2 = T.Load(from + 32),
            _3 = T.Load(from + 48),
        };

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Store(T* to, bool streamed)
        {
            T.Store(_0, to, streamed);
            T.Store(_1, to + 16, streamed);
            T.Store(_2, to + 32, streamed);
            T.Store(_3, to + 48, streamed);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void CopyTo(float[] values, int start)
        {
            _0.CopyTo(values, start);
            _1.CopyTo(values, start + 16);
            _2.CopyTo(values, start + 32);
            _3.CopyTo(values, start + 48);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Four operator +(Four x, Four y) => new() { _0 = x._0 + y._0, _1 = x._1 + y._1, _2 = x._2 + y._2, _3 = x._3 + y._3 };

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Four operator -(Four x, Four y) => new() { _0 = x._0 - y._0, _1 = x._1 - y._1, _2 = x._2 - y._2, _3 = x._3 - y._3 };

        /// <returns>x · y + z, rounded once.</returns>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Four Fused(Four x, Four y, Four z) => new()
        {
            _0 = FusedMultiplyAdd(x._0, y._0, z._0),
            _1 = FusedMultiplyAdd(x._1, y._1, z._1),
            _2 = FusedMultiplyAdd(x._2, y._2, z._2),
            _3 = FusedMultiplyAdd(x._3, y._3, z._3),
        };

        /// <returns>The numbers above zero, and NaN; zero for the others.</returns>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly Four Rectified() => new() { _0 = Rectified(_0), _1 = Rectified(_1), _2 = Rectified(_2), _3 = Rectified(_3) };

        /// <returns>The numbers where <paramref name="y"/> is above zero or NaN; zero elsewhere.</returns>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly Four Where(Four y) =>
            new() { _0 = Where(_0, y._0), _1 = Where(_1, y._1), _2 = Where(_2, y._2), _3 = Where(_3, y._3) };

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector512<float> Rectified(Vector512<float> x) => Where(x, x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector512<float> Where(Vector512<float> x, Vector512<float> y) =>
            AndNot(x, LessThanOrEqual(y, Vector512<float>.Zero));
    }
}
