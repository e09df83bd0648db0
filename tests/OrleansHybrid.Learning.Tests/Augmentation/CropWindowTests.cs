using OrleansHybrid.Learning.Augmentation;
using OrleansHybrid.Learning.Randomness;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Learning.Tests.Augmentation;

public sealed class CropWindowTests
{
    [Fact]
    public void Draw_ManyWindows_FollowScaleAndRatioAndStayInside()
    {
        // A square of 1000 holds nearly every window of that range: the shares stay uniform.
        var windows = Draws(new() { CropScale = [0.1, 0.5] }, 1000, 1000, 10_000);
        var shares = windows.Select(window => window.Width * window.Height / 1e6).ToArray();
        var ratios = windows.Select(window => Math.Log((double)window.Width / window.Height)).ToArray();
        Assert.Equal(0.3, shares.Average(), 0.005);
        Assert.InRange(shares.Min(), 0.099, 0.102);
        Assert.InRange(shares.Max(), 0.498, 0.501);
        Assert.Equal(0, ratios.Average(), 0.01);
        Assert.Equal(Math.Log(4 / 3.0) / Math.Sqrt(3), Math.Sqrt(ratios.Average(ratio => ratio * ratio)), 0.005);
        Assert.All(windows, window => Assert.True(
            window.X >= 0 && window.Y >= 0 && window.X + window.Width <= 1000 && window.Y + window.Height <= 1000, window.ToString()));
        Assert.Contains(windows, window => window.X == 0);
        Assert.Contains(windows, window => window.X + window.Width == 1000);
    }

    [Theory]
    [InlineData(1000, 10, 13, 10)]
    [InlineData(10, 1000, 10, 13)]
    [InlineData(110, 100, 110, 100)]
    public void Draw_NothingFits_TakesTheMiddleWithinTheRatios(int width, int height, int expectedWidth, int expectedHeight)
    {
        // A window of all of the area fits only if it has the image's own ratio.
        var expected = new CropWindow((width - expectedWidth) / 2, (height - expectedHeight) / 2, expectedWidth, expectedHeight);
        Assert.All(Draws(new() { CropScale = [1, 1] }, width, height, 20), window => Assert.Equal(expected, window));
    }

    [Fact]
    public void Draw_ImageOfOnePixel_TakesIt() => Assert.All(Draws(new(), 1, 1, 50), window => Assert.Equal(new(0, 0, 1, 1), window));

    [Theory]
    [InlineData(341, 256, 58, 16, 224)]
    [InlineData(320, 427, 20, 73, 280)]
    [InlineData(1, 9, 0, 4, 1)]
    public void Centre_AnyImage_IsTheMiddleSquareOfSevenEighths(int width, int height, int x, int y, int side) =>
        Assert.Equal(new(x, y, side, side), CropWindow.Centre(width, height));

    private static CropWindow[] Draws(Recipe recipe, int width, int height, int count) =>
    [
        .. Enumerable.Range(0, count).Select(step =>
        {
            var random = new CounterRandom(1, RandomPurpose.ClassifierView, 0, step);
            return CropWindow.Draw(recipe, width, height, ref random);
        }),
    ];
}
