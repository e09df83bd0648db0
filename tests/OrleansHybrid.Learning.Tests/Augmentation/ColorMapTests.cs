using OrleansHybrid.Learning.Augmentation;
using OrleansHybrid.Learning.Randomness;

namespace OrleansHybrid.Learning.Tests.Augmentation;

public sealed class ColorMapTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(33)]
    [InlineData(1089)]
    public void Apply_ImageOfAnyLength_MapsEachPixelAsIfItWereAlone(int pixels)
    {
        var map = new ColorMap(new(Brightness: 1.2, Contrast: 0.7, Saturation: 1.3, Hue: 0.08), meanLuma: 90);
        var image = Random(pixels);
        var mapped = image.ToArray();
        map.Apply(mapped, Normalisation.ImageNet);
        for (var i = 0; i < pixels; i++)
        {
            float[] pixel = [image[i], image[pixels + i], image[(2 * pixels) + i]];
            map.Apply(pixel, Normalisation.ImageNet);
            Assert.Equal((pixel[0], pixel[1], pixel[2]), (mapped[i], mapped[pixels + i], mapped[(2 * pixels) + i]));
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(1024)]
    [InlineData(160_003)]
    public void MeanLuma_ImageOfAnyLength_IsExact(int pixels)
    {
        var image = Random(pixels);
        double Sum(int channel) => image[(channel * pixels)..((channel + 1) * pixels)].Sum(value => (double)value);
        Assert.Equal(((0.299 * Sum(0)) + (0.587 * Sum(1)) + (0.114 * Sum(2))) / pixels, ColorMap.MeanLuma(image), 1e-10);
    }

    private static float[] Random(int pixels)
    {
        var random = new CounterRandom(pixels, RandomPurpose.SyntheticImages);
        return [.. Enumerable.Range(0, 3 * pixels).Select(_ => (float)random.NextInt(256))];
    }
}
