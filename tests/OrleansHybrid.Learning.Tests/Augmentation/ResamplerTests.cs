using OrleansHybrid.Learning.Augmentation;
using OrleansHybrid.Learning.Randomness;

namespace OrleansHybrid.Learning.Tests.Augmentation;

public sealed class ResamplerTests
{
    private static readonly RgbImage Noise = Random(61, 47);

    [Theory]
    [InlineData(0, 0, 61, 47, 16, 16)]
    [InlineData(5, 7, 40, 33, 13, 29)]
    [InlineData(11, 3, 9, 8, 31, 64)]
    [InlineData(60, 46, 1, 1, 5, 5)]
    [InlineData(0, 20, 61, 2, 60, 1)]
    public void Line_AnyWindowAndSize_IsTheTriangleFilter(int x, int y, int w, int h, int width, int height)
    {
        var window = new CropWindow(x, y, w, h);
        var (expected, actual) = (Reference(Noise, window, width, height), Resample(Noise, window, width, height));
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(actual[i], Math.Floor(actual[i]));
            // Half of a step is the rounding to whole numbers.
            Assert.InRange(actual[i] - expected[i], -0.5001, 0.5001);
        }
    }

    [Fact]
    public void Line_SameSize_IsTheWindowAsItIs()
    {
        var pixels = Resample(Noise, new(3, 4, 20, 10), 20, 10);
        for (var i = 0; i < pixels.Length; i++)
            Assert.Equal(Noise.Pixels[((((4 + (i / 60)) * 61) + 3) * 3) + (i % 60)], pixels[i]);
    }

    [Fact]
    public void Line_WhiteImage_StaysWhite()
    {
        var white = new RgbImage();
        white.Resize(70, 33);
        white.Pixels.Fill(255);
        Assert.All(Resample(white, new(1, 1, 69, 31), 20, 40), value => Assert.Equal(255, value));
    }

    [Fact]
    public void Begin_AfterALargerImage_IsAsFresh()
    {
        var resampler = new Resampler();
        Resample(resampler, Random(200, 100), new(0, 0, 200, 100), 90, 80);
        Assert.Equal(Resample(Noise, new(2, 2, 30, 30), 8, 8), Resample(resampler, Noise, new(2, 2, 30, 30), 8, 8));
    }

    private static float[] Resample(RgbImage image, CropWindow window, int width, int height) =>
        Resample(new(), image, window, width, height);

    /// <summary>(H, W, 3).</summary>
    private static float[] Resample(Resampler resampler, RgbImage image, CropWindow window, int width, int height)
    {
        resampler.Begin(image, window, width, height);
        return [.. Enumerable.Range(0, height).SelectMany(y => resampler.Line(y).ToArray().Chunk(4).SelectMany(pixel => pixel[..3]))];
    }

    /// <summary>Every output from every input, in float64.</summary>
    private static double[] Reference(RgbImage image, CropWindow window, int width, int height)
    {
        var (across, down) = (Weights(window.Width, width), Weights(window.Height, height));
        var pixels = image.Pixels.ToArray();
        return
        [
            .. from y in Enumerable.Range(0, height)
               from x in Enumerable.Range(0, width)
               from channel in Enumerable.Range(0, 3)
               select Enumerable.Range(0, window.Height).Sum(fromY => down[y][fromY] * Enumerable.Range(0, window.Width).Sum(fromX =>
                   across[x][fromX] * pixels[((((window.Y + fromY) * image.Width) + window.X + fromX) * 3) + channel])),
        ];
    }

    private static double[][] Weights(int inputs, int outputs)
    {
        var (scale, support) = ((double)inputs / outputs, Math.Max(1, (double)inputs / outputs));
        return [.. Enumerable.Range(0, outputs).Select(output =>
        {
            var raw = Enumerable.Range(0, inputs)
                .Select(input => Math.Max(0, 1 - (Math.Abs(input + 0.5 - ((output + 0.5) * scale)) / support)))
                .ToArray();
            return raw.Select(weight => weight / raw.Sum()).ToArray();
        })];
    }

    private static RgbImage Random(int width, int height)
    {
        var image = new RgbImage();
        image.Resize(width, height);
        var random = new CounterRandom(width, RandomPurpose.SyntheticImages);
        foreach (ref var value in image.Pixels) value = (byte)random.NextInt(256);
        return image;
    }
}
