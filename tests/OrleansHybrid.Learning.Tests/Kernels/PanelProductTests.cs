using OrleansHybrid.Learning.Kernels;
using OrleansHybrid.Learning.Tests.Testing;

namespace OrleansHybrid.Learning.Tests.Kernels;

/// <summary>Whole numbers are multiplied and added without rounding, so a product must be right to the last bit.</summary>
public sealed unsafe class PanelProductTests
{
    private const int Width = PanelProduct.Width, Matrices = 5;

    [Theory]
    [InlineData(16, 16, 16)]
    [InlineData(48, 32, 16)]
    [InlineData(16, 48, 32)]
    [InlineData(32, 16, 80)]
    public void Multiply_WholeNumbers_IsExact(int rows, int depth, int columns)
    {
        Requires.OwnKernels();
        var (a, b) = (Several(rows * depth, seed: 1), Several(depth * columns, seed: 2));
        var products = new float[Room(rows, columns)];
        fixed (float* x = Interleaved(a, rows, depth), y = InTurn(b, depth, columns), z = products)
            PanelProduct.Multiply(Matrices, x, y, z, rows, depth, columns);

        Assert.Equal(Interleaved(a.Zip(b, (a, b) => Product(a, b, rows, depth, columns)), rows, columns), products);
    }

    [Theory]
    [InlineData(16, 16, 16)]
    [InlineData(48, 32, 16)]
    [InlineData(16, 48, 32)]
    [InlineData(32, 16, 80)]
    public void AddTransposedProduct_WholeNumbers_IsExact(int rows, int depth, int columns)
    {
        Requires.OwnKernels();
        var (a, b, before) = (Several(rows * depth, seed: 1), Several(depth * columns, seed: 2), Several(rows * columns, seed: 3));
        var sums = InTurn(before, rows, columns);
        fixed (float* x = Interleaved(a.Select(a => Transposed(a, rows, depth)), depth, rows), y = Interleaved(b, depth, columns), z = sums)
            PanelProduct.AddTransposedProduct(Matrices, x, y, z, rows, depth, columns);

        var products = a.Zip(b, (a, b) => Product(a, b, rows, depth, columns));
        Assert.Equal(
            InTurn(products.Zip(before, (product, before) => product.Zip(before, (x, y) => x + y).ToArray()), rows, columns), sums);
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

    private static int Room(int rows, int columns) => columns / Width * rows * PanelProduct.Interleaved;

    private static float[] Interleaved(IEnumerable<float[]> matrices, int rows, int columns)
    {
        var laidOut = new float[Room(rows, columns)];
        foreach (var (number, matrix) in matrices.Index())
            for (var row = 0; row < rows; row++)
                for (var column = 0; column < columns; column++)
                    laidOut[
                        (column / Width * rows + row) * PanelProduct.Interleaved + number * Width + column % Width] = matrix[row * columns
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
