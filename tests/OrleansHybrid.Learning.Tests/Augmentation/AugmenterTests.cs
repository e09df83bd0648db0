using OrleansHybrid.Learning.Augmentation;
using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Randomness;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Learning.Tests.Augmentation;

public sealed class AugmenterTests
{
    private const int Plane = ImageSet.Side * ImageSet.Side;
    private static readonly ImageSet Noise = RandomImages(64);
    private static readonly Recipe Still = new() { CropPadding = 0, GrayscaleProbability = 0, ColorJitterProbability = 0 };

    [Fact]
    public void View_RandomParameters_IsTheScalarReference()
    {
        var recipe = new Recipe { ColorJitter = 0.8, GrayscaleProbability = 0.3, CropPadding = 6 };
        for (var index = 0; index < Noise.Count; index++)
        {
            var parameters = ViewParameters.Draw(recipe, ViewKind.Strong, new CounterRandom(3, RandomPurpose.ClassifierView, 0, index));
            AssertClose(ScalarView.Of(Image(index), parameters), View(index, parameters), $"image {index}, {parameters}");
        }
    }

    [Theory]
    [InlineData(16, -16)]
    [InlineData(-16, 16)]
    [InlineData(0, 0)]
    public void View_FurthestCrops_AreTheScalarReference(int x, int y)
    {
        var parameters = new ViewParameters(CropX: x, CropY: y, Flip: true, Contrast: 0.5, Hue: 0.1);
        AssertClose(ScalarView.Of(Image(0), parameters), View(0, parameters), parameters.ToString());
    }

    [Fact]
    public void Normalisation_OfCifarAndImageNet_IsThePublishedOne()
    {
        Assert.Equal((new(0.4914f, 0.4822f, 0.4465f), new(0.2023f, 0.1994f, 0.2010f)), (Normalisation.Cifar.Mean, Normalisation.Cifar.Std));
        Assert.Equal((new(0.485f, 0.456f, 0.406f), new(0.229f, 0.224f, 0.225f)), (Normalisation.ImageNet.Mean, Normalisation.ImageNet.Std));
    }

    [Fact]
    public void Plain_EveryImage_IsNormalisedAndNothingElse()
    {
        int[] indices = [5, 0, 5];
        var plain = new float[indices.Length * ImageSet.ImageBytes];
        Augmenter.Plain(Noise.Pixels, indices, plain);
        for (var place = 0; place < indices.Length; place++)
            AssertClose(ScalarView.Of(Image(indices[place]), ViewParameters.Plain), Slot(plain, place), $"place {place}");
    }

    [Fact]
    public void Views_PlainKind_IsPlainWhateverTheRecipe()
    {
        var plain = new float[Noise.Count * ImageSet.ImageBytes];
        Augmenter.Plain(Noise.Pixels, All, plain);
        Assert.Equal(plain, Views(new(), ViewKind.Plain, RandomPurpose.ContrastiveFirstView, 0, 0));
    }

    [Theory]
    [InlineData(ViewKind.Weak)]
    [InlineData(ViewKind.Strong)]
    public void Views_NothingLikelyAndNoPadding_ArePlainOrFlipped(ViewKind kind)
    {
        var flips = 0;
        var views = Views(Still, kind, RandomPurpose.ContrastiveFirstView, 0, 0);
        for (var index = 0; index < Noise.Count; index++)
        {
            var flipped = Slot(views, index).SequenceEqual(View(index, new(Flip: true)));
            Assert.True(flipped || Slot(views, index).SequenceEqual(View(index, ViewParameters.Plain)));
            if (flipped) flips++;
        }

        Assert.InRange(flips, 16, 48);
    }

    [Fact]
    public void View_FlippedTwice_IsTheImage()
    {
        var flipped = View(0, new(Flip: true)).ToArray();
        for (var row = 0; row < 3 * ImageSet.Side; row++) flipped.AsSpan(row * ImageSet.Side, ImageSet.Side).Reverse();
        Assert.Equal(View(0, ViewParameters.Plain), flipped);
    }

    [Fact]
    public void View_Grayscale_HasEqualChannelsBeforeNormalisation()
    {
        var gray = View(0, new(Grayscale: true, Brightness: 1.2, Contrast: 0.7, Saturation: 1.3, Hue: 0.08));
        for (var pixel = 0; pixel < Plane; pixel++)
        {
            var red = Denormalised(gray, 0, pixel);
            Assert.Equal(red, Denormalised(gray, 1, pixel), 1e-4);
            Assert.Equal(red, Denormalised(gray, 2, pixel), 1e-4);
        }
    }

    [Fact]
    public void View_GrayImage_KeepsItsGrayUnderSaturationAndHue()
    {
        var bytes = new byte[ImageSet.ImageBytes];
        for (var i = 0; i < bytes.Length; i++) bytes[i] = (byte)(i % Plane / 4);
        var gray = new ImageSet(bytes, [0], ["gray"]);
        var (plain, turned) = (new float[ImageSet.ImageBytes], new float[ImageSet.ImageBytes]);
        Augmenter.View(gray.Pixels, 0, ViewParameters.Plain, plain);
        Augmenter.View(gray.Pixels, 0, new(Saturation: 1.4, Hue: 0.1), turned);
        AssertClose([.. plain.Select(value => (double)value)], turned, "gray");
    }

    [Fact]
    public void Views_StrongestJitter_StayInTheRangeOfPixels()
    {
        var recipe = new Recipe { ColorJitter = 1, ColorJitterProbability = 1 };
        var views = Views(recipe, ViewKind.Strong, RandomPurpose.ContrastiveSecondView, 0, 0);
        for (var i = 0; i < views.Length; i++)
        {
            var pixel = (i / ImageSet.ImageBytes * ImageSet.ImageBytes) + (i % Plane);
            Assert.InRange(Denormalised(views, i / Plane % 3, pixel), -1e-4, 255 + 1e-4);
        }
    }

    [Fact]
    public void Views_SameAddress_AreTheSameWhateverWasDrawnBefore()
    {
        var reference = Views(new(), ViewKind.Strong, RandomPurpose.ContrastiveSecondView, 4, 9);
        var augmenter = new Augmenter(new());
        var views = new float[Noise.Count * ImageSet.ImageBytes];
        augmenter.Views(Noise.Pixels, All, ViewKind.Weak, RandomPurpose.ClassifierView, 0, 0, views);
        augmenter.Views(Noise.Pixels, All, ViewKind.Strong, RandomPurpose.ContrastiveSecondView, 4, 9, views);
        Assert.Equal(reference, views);
    }

    [Fact]
    public void Views_AnotherPlaceSeedPurposeEpochOrStep_AreOthers()
    {
        var reference = Views(new(), ViewKind.Weak, RandomPurpose.ContrastiveFirstView, 0, 0);
        Assert.NotEqual(reference, Views(new() { Seed = 1 }, ViewKind.Weak, RandomPurpose.ContrastiveFirstView, 0, 0));
        Assert.NotEqual(reference, Views(new(), ViewKind.Weak, RandomPurpose.ContrastiveSecondView, 0, 0));
        Assert.NotEqual(reference, Views(new(), ViewKind.Weak, RandomPurpose.ContrastiveFirstView, 1, 0));
        Assert.NotEqual(reference, Views(new(), ViewKind.Weak, RandomPurpose.ContrastiveFirstView, 0, 1));

        var same = new float[Noise.Count * ImageSet.ImageBytes];
        new Augmenter(new()).Views(Noise.Pixels, new int[Noise.Count], ViewKind.Strong, RandomPurpose.ContrastiveFirstView, 0, 0, same);
        Assert.True(Enumerable.Range(0, Noise.Count).Select(place => Slot(same, place).Sum()).Distinct().Count() > Noise.Count / 2);
    }

    [Fact]
    public void Views_DestinationOfAnotherSize_IsRefused() =>
        Assert.Throws<ArgumentException>(() => Augmenter.Plain(Noise.Pixels, [0], new float[5]));

    [Fact]
    public void Draw_StrongView_CropsAndFlipsAsTheWeakOneOfItsAddress()
    {
        var random = new CounterRandom(1, RandomPurpose.ContrastiveSecondView);
        var weak = ViewParameters.Draw(new(), ViewKind.Weak, random);
        var strong = ViewParameters.Draw(new() { ColorJitterProbability = 1 }, ViewKind.Strong, random);
        Assert.Equal(weak, strong with { Brightness = 1, Contrast = 1, Saturation = 1, Hue = 0 });
        Assert.NotEqual(weak, strong);
    }

    [Fact]
    public void Draw_ManyViews_FollowTheRecipe()
    {
        var draws = Enumerable.Range(0, 20_000)
            .Select(step => ViewParameters.Draw(new(), ViewKind.Strong, new CounterRandom(0, RandomPurpose.ClassifierView, 0, step)))
            .ToArray();
        var jittered = draws.Where(draw => draw.Hue != 0).ToArray();
        Assert.Equal(0.5, draws.Average(draw => draw.Flip ? 1.0 : 0), 0.015);
        Assert.Equal(0.2, draws.Average(draw => draw.Grayscale ? 1.0 : 0), 0.015);
        Assert.Equal(0.8, jittered.Length / (double)draws.Length, 0.015);
        Assert.Equal(Enumerable.Range(-4, 9), draws.Select(draw => draw.CropX).Distinct().Order());
        Assert.Equal(Enumerable.Range(-4, 9), draws.Select(draw => draw.CropY).Distinct().Order());
        Assert.All(jittered, draw =>
        {
            Assert.InRange(draw.Brightness, 0.6, 1.4);
            Assert.InRange(draw.Contrast, 0.6, 1.4);
            Assert.InRange(draw.Saturation, 0.6, 1.4);
            Assert.InRange(draw.Hue, -0.1, 0.1);
        });
        Assert.True(jittered.Max(draw => draw.Brightness) > 1.39 && jittered.Min(draw => draw.Hue) < -0.099);
    }

    private static int[] All => [.. Enumerable.Range(0, Noise.Count)];

    private static float[] Views(Recipe recipe, ViewKind kind, RandomPurpose purpose, int epoch, int step)
    {
        var views = new float[Noise.Count * ImageSet.ImageBytes];
        new Augmenter(recipe).Views(Noise.Pixels, All, kind, purpose, epoch, step, views);
        return views;
    }

    private static float[] View(int index, ViewParameters parameters)
    {
        var view = new float[ImageSet.ImageBytes];
        Augmenter.View(Noise.Pixels, index, parameters, view);
        return view;
    }

    private static ReadOnlySpan<byte> Image(int index) => Noise.Pixels.AsSpan(index * ImageSet.ImageBytes, ImageSet.ImageBytes);

    private static float[] Slot(float[] views, int place) => views[(place * ImageSet.ImageBytes)..((place + 1) * ImageSet.ImageBytes)];

    /// <summary>The byte value behind a normalised one.</summary>
    private static double Denormalised(float[] views, int channel, int pixel) =>
        255 * ((views[(channel * Plane) + pixel] * (double)Normalisation.Cifar.Std[channel]) + Normalisation.Cifar.Mean[channel]);

    private static void AssertClose(double[] expected, float[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) < 1e-5, $"{what}: {actual[i]} at {i}, not {expected[i]}");
    }

    private static ImageSet RandomImages(int count)
    {
        var pixels = new byte[count * ImageSet.ImageBytes];
        var random = new CounterRandom(9, RandomPurpose.SyntheticImages);
        foreach (ref var pixel in pixels.AsSpan()) pixel = (byte)random.NextInt(256);
        return new(pixels, new int[count], ["noise"]);
    }
}
