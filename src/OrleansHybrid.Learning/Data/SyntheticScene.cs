using System.Numerics;
using OrleansHybrid.Learning.Randomness;

namespace OrleansHybrid.Learning.Data;

/// <summary>
/// Paints one synthetic image, back to front: a plain ground, clutter, the figure, something in front of it, then light
/// and noise. Only operations that every processor rounds alike touch the colours, so that all machines see one dataset.
/// </summary>
internal static class SyntheticScene
{
    private const int Side = ImageSet.Side, Plane = Side * Side;
    private const float LeastContrast = 60;

    private static readonly Outline[] Clutter =
        [(x, y) => SyntheticFigures.Disc(x, y, 0.8), (x, y) => SyntheticFigures.Box(x, y, 1, 0.2), (x, y) => SyntheticFigures.Box(x, y, 0.7, 0.5)];

    /// <param name="figure">What the image shows.</param>
    /// <param name="random">The image's own stream.</param>
    /// <param name="image">(3, 32, 32).</param>
    public static void Paint(Outline figure, CounterRandom random, Span<byte> image)
    {
        Span<Vector3> canvas = stackalloc Vector3[Plane];
        var ground = Colour(ref random);
        canvas.Fill(ground);
        for (var left = 3 + random.NextInt(4); left > 0; left--)
            Brush(Clutter[random.NextInt(Clutter.Length)], radius: Between(ref random, 2, 6), reach: 16, ref random).Over(canvas, Colour(ref random));

        var front = Brush(figure, radius: Between(ref random, 7, 13), reach: 5, ref random);
        front.Over(canvas, ContrastingColour(ground, ref random));
        if (random.NextInt(3) == 0)
            Brush(Clutter[1], radius: Between(ref random, 8, 14), reach: 8, ref random).Over(canvas, Colour(ref random));
        Develop(canvas, ref random, image);
    }

    private static SyntheticBrush Brush(Outline outline, double radius, double reach, ref CounterRandom random) => new(
        outline,
        X: ((Side - 1) / 2.0) + Between(ref random, -reach, reach),
        Y: ((Side - 1) / 2.0) + Between(ref random, -reach, reach),
        radius,
        Turn: Between(ref random, 0, 2 * Math.PI),
        Stretch: Between(ref random, 0.7, 1));

    private static Vector3 Colour(ref CounterRandom random) => new(random.NextInt(256), random.NextInt(256), random.NextInt(256));

    private static Vector3 ContrastingColour(Vector3 ground, ref CounterRandom random)
    {
        while (true)
        {
            var colour = Colour(ref random);
            var difference = Vector3.Abs(colour - ground);
            if (difference.X + difference.Y + difference.Z >= LeastContrast) return colour;
        }
    }

    /// <summary>Light that falls off across the image, noise, and the rounding to bytes.</summary>
    private static void Develop(ReadOnlySpan<Vector3> canvas, ref CounterRandom random, Span<byte> image)
    {
        var (across, down) = ((float)Between(ref random, -0.02, 0.02), (float)Between(ref random, -0.02, 0.02));
        var noise = (float)Between(ref random, 4, 24);
        for (var pixel = 0; pixel < Plane; pixel++)
        {
            var light = 0.85f + (across * ((pixel % Side) - 15.5f)) + (down * ((pixel / Side) - 15.5f));
            var bits = random.NextBits();
            for (var channel = 0; channel < ImageSet.Channels; channel++)
            {
                image[(channel * Plane) + pixel] = (byte)Math.Clamp((canvas[pixel][channel] * light) + (noise * Noise(bits)) + 0.5f, 0, 255);
                bits >>= 21;
            }
        }
    }

    /// <summary>Nearly normal, of mean 0 and variance 1: the sum of three uniform 7-bit numbers.</summary>
    private static float Noise(ulong bits) => (((bits & 127) + ((bits >> 7) & 127) + ((bits >> 14) & 127)) / 64f) - 2.9765625f;

    private static double Between(ref CounterRandom random, double least, double most) => least + ((most - least) * random.NextDouble());
}
