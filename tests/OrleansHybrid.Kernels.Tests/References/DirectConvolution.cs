using OrleansHybrid.Kernels.Winograd;

namespace OrleansHybrid.Kernels.Tests.References;

/// <summary>A 3x3 convolution and its gradients as their definition says, in float64.</summary>
internal static class DirectConvolution
{
    /// <param name="x">(N, H, W, C).</param>
    /// <param name="weight">(K, C, 3, 3).</param>
    /// <returns>(N, H, W, K).</returns>
    public static double[] Forward(ConvolutionShape shape, float[] x, float[] weight)
    {
        var y = new double[shape.OutputNumbers];
        ForEachProduct(shape, (input, tap, output) => y[output] += (double)x[input] * weight[tap]);
        return y;
    }

    /// <param name="dy">(N, H, W, K).</param>
    /// <returns>(N, H, W, C) and (K, C, 3, 3).</returns>
    public static (double[] OfInput, double[] OfWeight) Backward(ConvolutionShape shape, float[] x, float[] weight, float[] dy)
    {
        var (dx, dw) = (new double[x.Length], new double[weight.Length]);
        ForEachProduct(shape, (input, tap, output) =>
        {
            dx[input] += (double)dy[output] * weight[tap];
            dw[tap] += (double)dy[output] * x[input];
        });
        return (dx, dw);
    }

    /// <param name="visit">Gets the indices of a number of x, of its weight, and of the number of y that it is added to.</param>
    private static void ForEachProduct(ConvolutionShape shape, Action<int, int, int> visit)
    {
        for (var image = 0; image < shape.Images; image++)
            for (var row = 0; row < shape.Height; row++)
                for (var column = 0; column < shape.Width; column++)
                    for (var i = 0; i < 3; i++)
                        for (var j = 0; j < 3; j++)
                        {
                            var (y, x) = (row + i - 1, column + j - 1);
                            if (y < 0 || y >= shape.Height || x < 0 || x >= shape.Width) continue;
                            var from = (image * shape.Height + y) * shape.Width + x;
                            var to = (image * shape.Height + row) * shape.Width + column;
                            for (var k = 0; k < shape.Outputs; k++)
                                for (var c = 0; c < shape.Inputs; c++)
                                    visit(from * shape.Inputs + c, ((k * shape.Inputs + c) * 3 + i) * 3 + j, to * shape.Outputs + k);
                        }
    }
}
