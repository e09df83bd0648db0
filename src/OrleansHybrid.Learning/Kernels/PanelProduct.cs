using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector512;

namespace OrleansHybrid.Learning.Kernels;

/// <summary>
/// Products of small float32 matrices. A matrix (R, C) lies in memory as panels of sixteen columns, (C / 16, R, 16): a row of a
/// panel is one vector. Several products are made at a time. The matrices that belong to tiles are interleaved, (C / 16, R,
/// matrices, 16), so that what is made of the same pixels lies side by side; those that belong to weights lie one after the other.
/// </summary>
internal static unsafe class PanelProduct
{
    /// <summary>Columns of a panel, and what rows and columns must be a multiple of.</summary>
    public const int Width = 16;

    /// <summary>Products that may be made at a time.</summary>
    public const int MostMatrices = 36;

    /// <summary>From a row of an interleaved matrix to the next: an odd number of lines, for those that are a multiple of 1 KB apart share
    /// few lines of the cache.</summary>
    public const int Interleaved = (MostMatrices + 1) * Width;

    /// <summary>C = A · B.</summary>
    /// <param name="matrices">How many products.</param>
    /// <param name="a">(rows, depth), interleaved.</param>
    /// <param name="b">(depth, columns).</param>
    /// <param name="c">(rows, columns), interleaved, written.</param>
    public static void Multiply(int matrices, float* a, float* b, float* c, int rows, int depth, int columns)
    {
        for (var matrix = 0; matrix < matrices; matrix++, a += Width, b += depth * columns, c += Width)
        {
            var column = 0;
            for (; column + Width < columns; column += 2 * Width)
                for (var row = 0; row < rows; row += 8) EightByTwo(row, column);
            for (; column < columns; column += Width)
                for (var row = 0; row < rows; row += 16) SixteenByOne(row, column);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        void EightByTwo(int row, int column)
        {
            Four left0 = default, left1 = default, right0 = default, right1 = default;
            float* x = a + row * Interleaved, y = b + column * depth;
            for (var panel = 0; panel < depth; panel += Width, x += rows * Interleaved - Width)
                for (var end = x + Width; x < end; x++, y += Width)
                {
                    var (left, right) = (Load(y), Load(y + depth * Width));
                    Four.AddProducts(ref left0, ref right0, x, Interleaved, left, right);
                    Four.AddProducts(ref left1, ref right1, x + 4 * Interleaved, Interleaved, left, right);
                }

            var to = c + (column / Width * rows + row) * Interleaved;
            left0.Store(to, Interleaved);
            left1.Store(to + 4 * Interleaved, Interleaved);
            to += rows * Interleaved;
            right0.Store(to, Interleaved);
            right1.Store(to + 4 * Interleaved, Interleaved);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        void SixteenByOne(int row, int column)
        {
            Four sum0 = default, sum1 = default, sum2 = default, sum3 = default;
            float* x = a + row * Interleaved, y = b + column * depth;
            for (var panel = 0; panel < depth; panel += Width, x += rows * Interleaved - Width)
                for (var end = x + Width; x < end; x++, y += Width)
                {
                    var factor = Load(y);
                    sum0.AddProducts(x, Interleaved, factor);
                    sum1.AddProducts(x + 4 * Interleaved, Interleaved, factor);
                    sum2.AddProducts(x + 8 * Interleaved, Interleaved, factor);
                    sum3.AddProducts(x + 12 * Interleaved, Interleaved, factor);
                }

            var to = c + (column / Width * rows + row) * Interleaved;
            sum0.Store(to, Interleaved);
            sum1.Store(to + 4 * Interleaved, Interleaved);
            sum2.Store(to + 8 * Interleaved, Interleaved);
            sum3.Store(to + 12 * Interleaved, Interleaved);
        }
    }

    /// <summary>C = C + transposed(A) · B.</summary>
    /// <param name="matrices">How many products.</param>
    /// <param name="a">(depth, rows), interleaved.</param>
    /// <param name="b">(depth, columns), interleaved.</param>
    /// <param name="c">(rows, columns), read and written.</param>
    public static void AddTransposedProduct(int matrices, float* a, float* b, float* c, int rows, int depth, int columns)
    {
        for (var matrix = 0; matrix < matrices; matrix++, a += Width, b += Width, c += rows * columns)
        {
            var column = 0;
            for (; column + Width < columns; column += 2 * Width)
                for (var row = 0; row < rows; row += 8) EightByTwo(row, column);
            for (; column < columns; column += Width)
                for (var row = 0; row < rows; row += 16) SixteenByOne(row, column);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        void EightByTwo(int row, int column)
        {
            Four left0 = default, left1 = default, right0 = default, right1 = default;
            var panel = depth * Interleaved;
            float* x = a + (row / Width * panel + row % Width), y = b + column / Width * panel;
            for (var end = y + panel; y < end; x += Interleaved, y += Interleaved)
            {
                var (left, right) = (Load(y), Load(y + panel));
                Four.AddProducts(ref left0, ref right0, x, 1, left, right);
                Four.AddProducts(ref left1, ref right1, x + 4, 1, left, right);
            }

            var to = c + (column * rows + row * Width);
            left0.AddTo(to);
            left1.AddTo(to + 4 * Width);
            to += rows * Width;
            right0.AddTo(to);
            right1.AddTo(to + 4 * Width);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        void SixteenByOne(int row, int column)
        {
            Four sum0 = default, sum1 = default, sum2 = default, sum3 = default;
            var panel = depth * Interleaved;
            float* x = a + row / Width * panel, y = b + column / Width * panel;
            for (var end = y + panel; y < end; x += Interleaved, y += Interleaved)
            {
                var factor = Load(y);
                sum0.AddProducts(x, 1, factor);
                sum1.AddProducts(x + 4, 1, factor);
                sum2.AddProducts(x + 8, 1, factor);
                sum3.AddProducts(x + 12, 1, factor);
            }

            var to = c + (column * rows + row * Width);
            sum0.AddTo(to);
            sum1.AddTo(to + 4 * Width);
            sum2.AddTo(to + 8 * Width);
            sum3.AddTo(to + 12 * Width);
        }
    }

    /// <summary>Four rows of a product's panel, in four registers; what is not inlined spills them.</summary>
    private struct Four
    {
        private Vector512<float> _0, _1, _2, _3;

        /// <summary>Adds to each row its number times <paramref name="row"/>.</summary>
        /// <param name="numbers">Of the first row; the next row's lies <paramref name="step"/> further.</param>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void AddProducts(float* numbers, int step, Vector512<float> row)
        {
            _0 = FusedMultiplyAdd(Create(numbers[0]), row, _0);
            _1 = FusedMultiplyAdd(Create(numbers[step]), row, _1);
            _2 = FusedMultiplyAdd(Create(numbers[2 * step]), row, _2);
            _3 = FusedMultiplyAdd(Create(numbers[3 * step]), row, _3);
        }

        /// <summary>The same for two panels.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void AddProducts(ref Four x, ref Four y, float* numbers, int step, Vector512<float> rowX, Vector512<float> rowY)
        {
            var (n0, n1, n2, n3) = (Create(numbers[0]), Create(numbers[step]), Create(numbers[2 * step]), Create(numbers[3 * step]));
            x._0 = FusedMultiplyAdd(n0, rowX, x._0);
            y._0 = FusedMultiplyAdd(n0, rowY, y._0);
            x._1 = FusedMultiplyAdd(n1, rowX, x._1);
            y._1 = FusedMultiplyAdd(n1, rowY, y._1);
            x._2 = FusedMultiplyAdd(n2, rowX, x._2);
            y._2 = FusedMultiplyAdd(n2, rowY, y._2);
            x._3 = FusedMultiplyAdd(n3, rowX, x._3);
            y._3 = FusedMultiplyAdd(n3, rowY, y._3);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Store(float* to, int step)
        {
            _0.Store(to);
            _1.Store(to + step);
            _2.Store(to + 2 * step);
            _3.Store(to + 3 * step);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void AddTo(float* sums)
        {
            (Load(sums) + _0).Store(sums);
            (Load(sums + Width) + _1).Store(sums + Width);
            (Load(sums + 2 * Width) + _2).Store(sums + 2 * Width);
            (Load(sums + 3 * Width) + _3).Store(sums + 3 * Width);
        }
    }
}
