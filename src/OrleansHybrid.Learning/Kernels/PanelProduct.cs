using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector512;

namespace OrleansHybrid.Learning.Kernels;

/// <summary>
/// Products of small float32 matrices. A matrix (R, C) lies in memory as panels of sixteen columns, (C / 16, R, 16): a row of a
/// panel is one vector, and every step of a kernel is a constant.
/// </summary>
internal static unsafe class PanelProduct
{
    /// <summary>Columns of a panel, and what rows and columns must be a multiple of.</summary>
    public const int Width = 16;

    /// <summary>C = A · B.</summary>
    /// <param name="a">(rows, depth).</param>
    /// <param name="b">(depth, columns).</param>
    /// <param name="c">(rows, columns), written.</param>
    public static void Multiply(float* a, float* b, float* c, int rows, int depth, int columns)
    {
        var (pitchA, pitchB, pitchC) = (rows * Width, depth * Width, rows * Width);
        var column = 0;
        for (; column + Width < columns; column += 2 * Width, b += 2 * pitchB, c += 2 * pitchC)
        {
            for (var row = 0; row < rows; row += 8)
            {
                Four left0 = default, left1 = default, right0 = default, right1 = default;
                for (var panel = 0; panel < depth; panel += Width)
                {
                    float* x = a + panel * rows + row * Width, y = b + panel * Width;
                    for (var end = x + Width; x < end; x++, y += Width)
                    {
                        var (left, right) = (Load(y), Load(y + pitchB));
                        Four.AddProducts(ref left0, ref right0, x, Width, left, right);
                        Four.AddProducts(ref left1, ref right1, x + 4 * Width, Width, left, right);
                    }
                }

                left0.Store(c + row * Width);
                left1.Store(c + (row + 4) * Width);
                right0.Store(c + pitchC + row * Width);
                right1.Store(c + pitchC + (row + 4) * Width);
            }
        }

        if (column == columns) return;
        for (var row = 0; row < rows; row += 16)
        {
            Four sum0 = default, sum1 = default, sum2 = default, sum3 = default;
            for (var panel = 0; panel < depth; panel += Width)
            {
                float* x = a + panel * rows + row * Width, y = b + panel * Width;
                for (var end = x + Width; x < end; x++, y += Width)
                {
                    var factor = Load(y);
                    sum0.AddProducts(x, Width, factor);
                    sum1.AddProducts(x + 4 * Width, Width, factor);
                    sum2.AddProducts(x + 8 * Width, Width, factor);
                    sum3.AddProducts(x + 12 * Width, Width, factor);
                }
            }

            sum0.Store(c + row * Width);
            sum1.Store(c + (row + 4) * Width);
            sum2.Store(c + (row + 8) * Width);
            sum3.Store(c + (row + 12) * Width);
        }
    }

    /// <summary>C = C + transposed(A) · B.</summary>
    /// <param name="a">(depth, rows).</param>
    /// <param name="b">(depth, columns).</param>
    /// <param name="c">(rows, columns), read and written.</param>
    public static void AddTransposedProduct(float* a, float* b, float* c, int rows, int depth, int columns)
    {
        var (pitchB, pitchC) = (depth * Width, rows * Width);
        var column = 0;
        for (; column + Width < columns; column += 2 * Width, b += 2 * pitchB, c += 2 * pitchC)
        {
            for (var row = 0; row < rows; row += 8)
            {
                Four left0 = default, left1 = default, right0 = default, right1 = default;
                float* x = a + row / Width * depth * Width + row % Width, y = b;
                for (var end = y + pitchB; y < end; x += Width, y += Width)
                {
                    var (left, right) = (Load(y), Load(y + pitchB));
                    Four.AddProducts(ref left0, ref right0, x, 1, left, right);
                    Four.AddProducts(ref left1, ref right1, x + 4, 1, left, right);
                }

                left0.AddTo(c + row * Width);
                left1.AddTo(c + (row + 4) * Width);
                right0.AddTo(c + pitchC + row * Width);
                right1.AddTo(c + pitchC + (row + 4) * Width);
            }
        }

        if (column == columns) return;
        for (var row = 0; row < rows; row += 16)
        {
            Four sum0 = default, sum1 = default, sum2 = default, sum3 = default;
            float* x = a + row * depth, y = b;
            for (var end = y + pitchB; y < end; x += Width, y += Width)
            {
                var factor = Load(y);
                sum0.AddProducts(x, 1, factor);
                sum1.AddProducts(x + 4, 1, factor);
                sum2.AddProducts(x + 8, 1, factor);
                sum3.AddProducts(x + 12, 1, factor);
            }

            sum0.AddTo(c + row * Width);
            sum1.AddTo(c + (row + 4) * Width);
            sum2.AddTo(c + (row + 8) * Width);
            sum3.AddTo(c + (row + 12) * Width);
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
        public readonly void Store(float* to)
        {
            _0.Store(to);
            _1.Store(to + Width);
            _2.Store(to + 2 * Width);
            _3.Store(to + 3 * Width);
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
