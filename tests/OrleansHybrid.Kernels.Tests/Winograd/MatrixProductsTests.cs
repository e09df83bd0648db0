using OrleansHybrid.Kernels.Lanes;
using OrleansHybrid.Kernels.Winograd;

namespace OrleansHybrid.Kernels.Tests.Winograd;

/// <summary>Whole numbers are multiplied and added without rounding, so a product must be right to the last bit.</summary>
public class MatrixProductsTests
{
    private const int Width = Panel.Width, Matrices = 5;

    private static readonly (int Rows, int Depth, int Columns)[] Sizes = [(16, 16, 16), (48, 32, 16), (16, 48, 32), (32, 16, 80)];

    [Theory]
    [ClassData(typeof(EachWidth))]
    public void Multiply_WholeNumbers_IsExact(VectorWidth width)
    {
        foreach (var (rows, depth, columns) in Sizes)
        {
            var (a, b) = (Several(rows * depth, seed: 1), Several(depth * columns, seed: 2));
            var products = new float[Room(rows, columns)];
            Multiplied(width, new(Matrices, rows, depth, columns), Interleaved(a, rows, depth), InTurn(b, depth, columns), products);
            Assert.Equal(Interleaved(a.Zip(b, (a, b) => Product(a, b, rows, depth, columns)), rows, columns), products);
        }
    }

    [Theory]
    [ClassData(typeof(EachWidth))]
    public void AddTransposed_WholeNumbers_IsExact(VectorWidth width)
    {
        foreach (var (rows, depth, columns) in Sizes)
        {
            var (a, b, before) = (Several(rows * depth, seed: 1), Several(depth * columns, seed: 2), Several(rows * columns, seed: 3));
            var sums = InTurn(before, rows, columns);
            AddedTransposed(
                width, new(Matrices, rows, depth, columns), Interleaved(a.Select(a => Transposed(a, rows, depth)), depth, rows),
                Interleaved(b, depth, columns), sums);

            var products = a.Zip(b, (a, b) => Product(a, b, rows, depth, columns));
            Assert.Equal(
                InTurn(products.Zip(before, (product, before) => product.Zip(before, (x, y) => x + y).ToArray()), rows, columns), sums);
        }
    }

    private static void Multiplied(VectorWidth width, MatrixProducts size, float[] a, float[] b, float[] c)
    {
        if (width is VectorWidth.Bits512) size.Multiply<Lanes512>(a, b, c);
        else if (width is VectorWidth.Bits256) size.Multiply<Lanes256>(a, b, c);
        else if (width is VectorWidth.Bits128) size.Multiply<Lanes128>(a, b, c);
        else size.Multiply<Lanes32>(a, b, c);
    }

    private static void AddedTransposed(VectorWidth width, MatrixProducts size, float[] a, float[] b, float[] c)
    {
        if (width is VectorWidth.Bits512) size.AddTransposed<Lanes512>(a, b, c);
        else if (width is VectorWidth.Bits256) size.AddTransposed<Lanes256>(a, b, c);
        else if (width is VectorWidth.Bits128) size.AddTransposed<Lanes128>(a, b, c);
        else size.AddTransposed<Lanes32>(a, b, c);
    }

    private static float[][] Several(int numbers, int seed)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable.Range(0, Matrices).Select(_ => Enumerable.Range(0, numbers).Select(_ => (float)random.Next(-9, 10)).ToArray()),
        ];
    }

    private static float[] Product(float[] a, float[] b, int rows, int depth, int columns) =>
        [.. from row in Enumerable.Range(0, rows)
            from column in Enumerable.Range(0, columns)
            select Enumerable.Range(0, depth).Sum(i => a[row * depth + i] * b[i * columns + column])];

    private static float[] Transposed(float[] matrix, int rows, int columns) =>
        [.. from column in Enumerable.Range(0, columns) from row in Enumerable.Range(0, rows) select matrix[row * columns + column]];

    private static int Room(int rows, int columns) => columns / Width * rows * MatrixProducts.Interleaved;

    private static float[] Interleaved(IEnumerable<float[]> matrices, int rows, int columns)
    {
        var laidOut = new float[Room(rows, columns)];
        foreach (var (number, matrix) in matrices.Index())
            for (var row = 0; row < rows; row++)
                for (var column = 0; column < columns; column++)
                    laidOut[
                        (column / Width * rows + row) * MatrixProducts.Interleaved + number * Width + column % Width] = matrix[row * columns
                            + column];
        return laidOut;
    }

    private static float[] InTurn(IEnumerable<float[]> matrices, int rows, int columns) =>
        [.. from matrix in matrices
            from panel in Enumerable.Range(0, columns / Width)
            from row in Enumerable.Range(0, rows)
            from column in Enumerable.Range(0, Width)
            select matrix[row * columns + panel * Width + column]];
}
