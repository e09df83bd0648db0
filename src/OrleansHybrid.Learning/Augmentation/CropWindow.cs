using OrleansHybrid.Learning.Randomness;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Learning.Augmentation;

/// <summary>A part of an image, in whole pixels.</summary>
internal readonly record struct CropWindow(int X, int Y, int Width, int Height)
{
    private const int Attempts = 10;

    /// <summary>The share of the shorter side that evaluation looks at: 224 of 256.</summary>
    private const double CentreShare = 7 / 8.0;

    /// <summary>
    /// A random window as torchvision's RandomResizedCrop draws it: the share of the area uniform, the ratio of width to height
    /// uniform in its logarithm; where ten draws do not fit into the image, the largest window of an allowed ratio in its middle.
    /// </summary>
    public static CropWindow Draw(Recipe recipe, int width, int height, ref CounterRandom random)
    {
        var (leastRatio, mostRatio) = (recipe.CropRatio[0], recipe.CropRatio[1]);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var area = (double)width * height * Between(recipe.CropScale[0], recipe.CropScale[1], ref random);
            var ratio = Math.Exp(Between(Math.Log(leastRatio), Math.Log(mostRatio), ref random));
            var (w, h) = ((int)Math.Round(Math.Sqrt(area * ratio)), (int)Math.Round(Math.Sqrt(area / ratio)));
            if (w > 0 && h > 0 && w <= width && h <= height)
                return new(random.NextInt(width - w + 1), random.NextInt(height - h + 1), w, h);
        }

        var own = (double)width / height;
        return own < leastRatio ? Middle(width, height, width, (int)Math.Round(width / leastRatio))
            : own > mostRatio ? Middle(width, height, (int)Math.Round(height * mostRatio), height)
            : new(0, 0, width, height);
    }

    /// <summary>
    /// The window of an evaluation: the middle square of 7/8 of the shorter side. Resized to S, it is the middle square of S of
    /// an image whose shorter side was resized to 256/224 of S.
    /// </summary>
    public static CropWindow Centre(int width, int height)
    {
        var side = Math.Max(1, (int)Math.Round(CentreShare * Math.Min(width, height)));
        return Middle(width, height, side, side);
    }

    private static CropWindow Middle(int width, int height, int w, int h)
    {
        (w, h) = (Math.Clamp(w, 1, width), Math.Clamp(h, 1, height));
        return new((width - w) / 2, (height - h) / 2, w, h);
    }

    private static double Between(double least, double most, ref CounterRandom random) => least + ((most - least) * random.NextDouble());
}
