using System.Runtime.Intrinsics;
using OrleansHybrid.Learning.Kernels;

namespace OrleansHybrid.Learning.Tests.Kernels;

/// <summary>Whole numbers are multiplied and added without rounding, so a product must be right to the last bit.</summary>
public sealed unsafe class PanelProductTests
{
    private const int Width = PanelProduct.Width;

    [Theory]
    [InlineData(16, 16, 16)]
    [InlineData(48, 32, 16)]
    [InlineData(16, 48, 32)]
    [InlineData(32, 16, 80)]
    public void Multiply_WholeNumbers_IsExact(int rows, int depth, int columns)
    {
        Assert.SkipUnless(Vector512.IsHardwareAccelerated, "needs AVX-512");
        var (a, b, product) = (Numbers(rows * depth, 1), Numbers(depth * columns, 2), new float[rows * columns]);
        fixed (float* x = Panels(a, rows, depth), y = Panels(b, depth, columns), z = product)
            PanelProduct.Multiply(x, y, z, rows, depth, columns);

        Assert.Equal(Panels(Product(a, b, rows, depth, columns), rows, columns), product);
    }

    [Theory]
    [InlineData(16, 16, 16)]
    [InlineData(48, 32, 16)]
    [InlineData(16, 48, 32)]
    [InlineData(32, 16, 80)]
    public void AddTransposedProduct_WholeNumbers_IsExact(int rows, int depth, int columns)
    {
        Assert.SkipUnless(Vector512.IsHardwareAccelerated, "needs AVX-512");
        var (a, b, before) = (Numbers(rows * depth, 1), Numbers(depth * columns, 2), Numbers(rows * columns, 3));
        var sums = Panels(before, rows, columns);
        fixed (float* x = Panels(Transposed(a, rows, depth), depth, rows), y = Panels(b, depth, columns), z = sums)
            PanelProduct.AddTransposedProduct(x, y, z, rows, depth, columns);

        var expected = Product(a, b, rows, depth, columns).Zip(before, (product, sum) => product + sum).ToArray();
        Assert.Equal(Panels(expected, rows, columns), sums);
    }

    private static float[] Numbers(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)random.Next(-9, 10))];
    }

    private static float[] Product(float[] a, float[] b, int rows, int depth, int columns) =>
        [.. from row in Enumerable.Range(0, rows)
            from column in Enumerable.Range(0, columns)
            select Enumerable.Range(0, depth).Sum(i => a[row * depth + i] * b[i * columns + column])];

    private static float[] Transposed(float[] matrix, int rows, int columns) =>
        [.. from column in Enumerable.Range(0, columns) from row in Enumerable.Range(0, rows) select matrix[row * columns + column]];

    private static float[] Panels(float[] matrix, int rows, int columns) =>
        [.. from panel in Enumerable.Range(0, columns / Width)
            from row in Enumerable.Range(0, rows)
            from column in Enumerable.Range(0, Width)
            select matrix[row * columns + panel * Width + column]];
}
