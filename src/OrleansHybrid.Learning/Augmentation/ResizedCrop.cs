using OrleansHybrid.Learning.Randomness;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Learning.Augmentation;

/// <summary>
/// Views of images of any size: a window is resized to the view's side, then flipped and coloured as <see cref="Augmenter"/>
/// does it, and normalised as ImageNet is. One thread at a time.
/// </summary>
/// <param name="side">S of a view.</param>
internal sealed class ResizedCrop(int side)
{
    private readonly Resampler _resampler = new();

    /// <summary>A random view.</summary>
    /// <param name="image">The image.</param>
    /// <param name="recipe">How to augment.</param>
    /// <param name="kind">How strongly.</param>
    /// <param name="random">The view's own stream: the window is drawn first, the rest in <see cref="Augmenter"/>'s order.</param>
    /// <param name="destination">(3, S, S), every element written.</param>
    public void Random(RgbImage image, Recipe recipe, ViewKind kind, CounterRandom random, Span<float> destination)
    {
        if (kind == ViewKind.Plain)
        {
            Central(image, destination);
            return;
        }

        var window = CropWindow.Draw(recipe, image.Width, image.Height, ref random);
        View(image, window, new ViewParameters(CropX: 0).DrawTheRest(recipe, kind, ref random), destination);
    }

    /// <summary>The middle of the image as it is, for evaluation.</summary>
    /// <param name="destination">(3, S, S), every element written.</param>
    public void Central(RgbImage image, Span<float> destination) =>
        View(image, CropWindow.Centre(image.Width, image.Height), ViewParameters.Plain, destination);

    /// <param name="window">Within the image.</param>
    /// <param name="view">Flip and colours.</param>
    /// <param name="destination">(3, S, S).</param>
    internal void View(RgbImage image, CropWindow window, in ViewParameters view, Span<float> destination)
    {
        var plane = side * side;
        _resampler.Begin(image, window, side, side);
        for (var y = 0; y < side; y++)
        {
            var line = _resampler.Line(y);
            for (var x = 0; x < side; x++)
            {
                var to = (y * side) + (view.Flip ? side - 1 - x : x);
                destination[to] = line[4 * x];
                destination[plane + to] = line[(4 * x) + 1];
                destination[(2 * plane) + to] = line[(4 * x) + 2];
            }
        }

        new ColorMap(view, view.Contrast == 1 ? 0 : ColorMap.MeanLuma(destination)).Apply(destination, Normalisation.ImageNet);
    }
}
