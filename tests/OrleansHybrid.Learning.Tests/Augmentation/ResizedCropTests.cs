using OrleansHybrid.Learning.Augmentation;
using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Randomness;
using OrleansHybrid.Learning.Tests.Data;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Learning.Tests.Augmentation;

public sealed class ResizedCropTests
{
    private const int Side = ImageSet.Side;

    private static readonly RgbImage Photo = Drawn(70, 60);

    [Fact]
    public void View_WindowOfTheViewsSize_IsFlippedAndColouredAsAnImageInMemory()
    {
        for (var step = 0; step < 30; step++)
        {
            var window = new CropWindow(step, step / 2, Side, Side);
            var random = new CounterRandom(7, RandomPurpose.ContrastiveSecondView, 0, step);
            var view = new ViewParameters(CropX: 0).DrawTheRest(
                new() { ColorJitter = 0.8, GrayscaleProbability = 0.3 }, ViewKind.Strong, ref random);
            var actual = new float[3 * Side * Side];
            new ResizedCrop(Side).View(Photo, window, view, actual);
            var expected = ScalarView.Of(Planes(window), view, Normalisation.ImageNet);
            for (var i = 0; i < actual.Length; i++) Assert.Equal(expected[i], actual[i], 2e-5);
        }
    }

    [Fact]
    public void Random_StrongAndWeakView_HaveTheSameWindow()
    {
        var (weak, strong) = (
            View(new() { GrayscaleProbability = 0 }, ViewKind.Weak),
            View(new() { GrayscaleProbability = 0, ColorJitterProbability = 0 }, ViewKind.Strong));
        Assert.Equal(weak, strong);
        Assert.NotEqual(weak, View(new() { GrayscaleProbability = 0, ColorJitterProbability = 1 }, ViewKind.Strong));
        Assert.NotEqual(weak, View(new() { GrayscaleProbability = 0, CropScale = [0.9, 1] }, ViewKind.Weak));
    }

    [Fact]
    public void Central_AndPlainKind_AreTheMiddleWithoutChange()
    {
        var (central, expected) = (new float[3 * Side * Side], new float[3 * Side * Side]);
        new ResizedCrop(Side).Central(Photo, central);
        new ResizedCrop(Side).View(Photo, CropWindow.Centre(70, 60), ViewParameters.Plain, expected);
        Assert.Equal(expected, central);
        Assert.Equal(expected, View(new(), ViewKind.Plain));
    }

    private static float[] View(Recipe recipe, ViewKind kind)
    {
        var view = new float[3 * Side * Side];
        new ResizedCrop(Side).Random(Photo, recipe, kind, new CounterRandom(3, RandomPurpose.ContrastiveFirstView), view);
        return view;
    }

    private static byte[] Planes(CropWindow window) =>
    [
        .. from channel in Enumerable.Range(0, 3)
           from y in Enumerable.Range(window.Y, window.Height)
           from x in Enumerable.Range(window.X, window.Width)
           select Photo.Pixels[(((y * Photo.Width) + x) * 3) + channel],
    ];

    private static RgbImage Drawn(int width, int height)
    {
        var image = new RgbImage();
        image.Resize(width, height);
        DrawnPhoto.Pixels(4, 2, width, height).CopyTo(image.Pixels);
        return image;
    }
}
