using OrleansHybrid.Learning.Augmentation;
using OrleansHybrid.Learning.Data;

namespace OrleansHybrid.Learning.Tests.Augmentation;

/// <summary>
/// The augmentation as the papers tell it, pixel by pixel in float64 and one change after the other: what the
/// vectorised pass folds into one matrix must come to the same.
/// </summary>
internal static class ScalarView
{
    private static readonly double[,] ToYiq =
        { { 0.299, 0.587, 0.114 }, { 0.595716, -0.274453, -0.321263 }, { 0.211456, -0.522591, 0.311135 } };

    /// <summary>(3, 32, 32) normalised as CIFAR is.</summary>
    public static double[] Of(ReadOnlySpan<byte> image, ViewParameters view) => Of(image, view, Normalisation.Cifar);

    /// <summary>(3, 32, 32) normalised.</summary>
    public static double[] Of(ReadOnlySpan<byte> image, ViewParameters view, Normalisation normalisation)
    {
        var pixels = Crop(image, view);
        pixels = [.. pixels.Select(pixel => pixel.Select(value => value * view.Brightness).ToArray())];
        var mean = pixels.Average(Luma);
        pixels = [.. pixels.Select(pixel => pixel.Select(value => mean + (view.Contrast * (value - mean))).ToArray())];
        pixels = [.. pixels.Select(pixel => pixel.Select(value => Luma(pixel) + (view.Saturation * (value - Luma(pixel)))).ToArray())];
        pixels = [.. pixels.Select(pixel => TurnHue(pixel, 2 * Math.PI * view.Hue))];
        if (view.Grayscale) pixels = [.. pixels.Select(pixel => Enumerable.Repeat(Luma(pixel), 3).ToArray())];
        return [.. Enumerable.Range(0, 3).SelectMany(channel => pixels.Select(pixel =>
            ((Math.Clamp(pixel[channel], 0, 255) / 255) - normalisation.Mean[channel]) / normalisation.Std[channel]))];
    }

    private static double[][] Crop(ReadOnlySpan<byte> image, ViewParameters view)
    {
        var pixels = new double[ImageSet.Side * ImageSet.Side][];
        for (var y = 0; y < ImageSet.Side; y++)
        {
            for (var x = 0; x < ImageSet.Side; x++)
            {
                var (fromX, fromY) = ((view.Flip ? ImageSet.Side - 1 - x : x) + view.CropX, y + view.CropY);
                var inside = fromX is >= 0 and < ImageSet.Side && fromY is >= 0 and < ImageSet.Side;
                var pixel = pixels[(y * ImageSet.Side) + x] = new double[3];
                for (var channel = 0; channel < 3 && inside; channel++)
                    pixel[channel] = image[(((channel * ImageSet.Side) + fromY) * ImageSet.Side) + fromX];
            }
        }

        return pixels;
    }

    private static double Luma(double[] pixel) => (ToYiq[0, 0] * pixel[0]) + (ToYiq[0, 1] * pixel[1]) + (ToYiq[0, 2] * pixel[2]);

    private static double[] TurnHue(double[] pixel, double angle)
    {
        var yiq = Enumerable.Range(0, 3).Select(row => Enumerable.Range(0, 3).Sum(column => ToYiq[row, column] * pixel[column])).ToArray();
        return Solve(ToYiq,
        [
            yiq[0],
            (yiq[1] * Math.Cos(angle)) - (yiq[2] * Math.Sin(angle)),
            (yiq[1] * Math.Sin(angle)) + (yiq[2] * Math.Cos(angle)),
        ]);
    }

    /// <summary>Cramer's rule.</summary>
    private static double[] Solve(double[,] matrix, double[] right)
    {
        return [.. Enumerable.Range(0, 3).Select(column => Determinant(Replaced(column)) / Determinant(matrix))];

        double[,] Replaced(int column)
        {
            var replaced = (double[,])matrix.Clone();
            for (var row = 0; row < 3; row++) replaced[row, column] = right[row];
            return replaced;
        }
    }

    private static double Determinant(double[,] m) =>
        (m[0, 0] * ((m[1, 1] * m[2, 2]) - (m[1, 2] * m[2, 1])))
        - (m[0, 1] * ((m[1, 0] * m[2, 2]) - (m[1, 2] * m[2, 0])))
        + (m[0, 2] * ((m[1, 0] * m[2, 1]) - (m[1, 1] * m[2, 0])));
}
