using OrleansHybrid.Learning.Randomness;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Learning.Augmentation;

/// <summary>The changes to one image. The default value of the colour factors, 1, leaves it as it is.</summary>
/// <param name="CropX">Columns that the crop lies to the right of the image; outside is black.</param>
/// <param name="CropY">Rows that the crop lies below the image.</param>
/// <param name="Flip">Whether left and right are exchanged.</param>
/// <param name="Grayscale">Whether colour is dropped, after the jitter.</param>
/// <param name="Brightness">Factor of all values.</param>
/// <param name="Contrast">Factor of the distance to the crop's mean luma.</param>
/// <param name="Saturation">Factor of the distance to the pixel's luma.</param>
/// <param name="Hue">Turn of the colour circle, in full turns.</param>
internal readonly record struct ViewParameters(
    int CropX = 0, int CropY = 0, bool Flip = false, bool Grayscale = false,
    double Brightness = 1, double Contrast = 1, double Saturation = 1, double Hue = 0)
{
    public static readonly ViewParameters Plain = new(CropX: 0);

    /// <summary>
    /// Draws in a fixed order, the jitter last, so that crop, flip and grayscale do not depend on how likely the jitter is.
    /// </summary>
    public static ViewParameters Draw(Recipe recipe, ViewKind kind, CounterRandom random)
    {
        if (kind == ViewKind.Plain) return Plain;
        var crop = new ViewParameters(
            CropX: random.NextInt((2 * recipe.CropPadding) + 1) - recipe.CropPadding,
            CropY: random.NextInt((2 * recipe.CropPadding) + 1) - recipe.CropPadding);
        return crop.DrawTheRest(recipe, kind, ref random);
    }

    /// <summary>Draws everything but the crop.</summary>
    /// <param name="kind">Weak or strong.</param>
    public ViewParameters DrawTheRest(Recipe recipe, ViewKind kind, ref CounterRandom random)
    {
        var weak = this with { Flip = random.NextDouble() < 0.5, Grayscale = random.NextDouble() < recipe.GrayscaleProbability };
        if (kind == ViewKind.Weak || random.NextDouble() >= recipe.ColorJitterProbability) return weak;
        return weak with
        {
            Brightness = 1 + Jitter(recipe.ColorJitter, ref random),
            Contrast = 1 + Jitter(recipe.ColorJitter, ref random),
            Saturation = 1 + Jitter(recipe.ColorJitter, ref random),
            Hue = Jitter(recipe.ColorJitter / 4, ref random),
        };
    }

    /// <summary>Uniform in [-<paramref name="strength"/>, <paramref name="strength"/>).</summary>
    private static double Jitter(double strength, ref CounterRandom random) => strength * ((2 * random.NextDouble()) - 1);
}
