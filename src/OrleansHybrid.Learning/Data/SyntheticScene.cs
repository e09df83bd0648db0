using System.Numerics;
using OrleansHybrid.Learning.Randomness;

namespace OrleansHybrid.Learning.Data;

/// <summary>
/// Paints one synthetic image, back to front: a plain ground, clutter, the figure, something in front of it, then light
/// and noise. Colours see only operations that every processor rounds alike, and geometry is in float64, so that all
/// machines paint the same bytes.
/// </summary>
internal static class SyntheticScene
{
    private const int Side = ImageSet.Side, Plane = Side * Side;
    private const float Middle = (Side - 1) / 2f;

    private static readonly Outline Bar = (x, y) => SyntheticFigures.Box(x, y, 1, 0.2);

    private static readonly Outline[] Clutter =
        [(x, y) => SyntheticFigures.Disc(x, y, 0.8), Bar, (x, y) => SyntheticFigures.Box(x, y, 0.7, 0.5)];

    /// <param name="figure">What the image shows: brighter than the ground as a rule, but not always by much.</param>
    /// <param name="random">The image's own stream.</param>
    /// <param name="image">(3, 32, 32).</param>
    public static void Paint(Outline figure, CounterRandom random, Span<byte> image)
    {
        Span<Vector3> canvas = stackalloc Vector3[Plane];
        canvas.Fill(Colour(0, 130, ref random));
        for (var left = 2 + random.NextInt(4); left > 0; left--)
            Scatter(Clutter[random.NextInt(Clutter.Length)], radius: Between(2, 5, ref random), reach: 16, turn: Math.PI, ref random)
                .Over(canvas, Colour(0, 200, ref random));
        Scatter(figure, radius: Between(7, 12, ref random), reach: 5, turn: 0.8, ref random).Over(canvas, Colour(100, 255, ref random));
        if (random.NextInt(3) == 0)
            Scatter(Bar, radius: Between(6, 12, ref random), reach: 8, turn: Math.PI, ref random).Over(canvas, Colour(0, 200, ref random));
        Develop(canvas, ref random, image);
    }

    /// <summary>Up to <paramref name="reach"/> pixels off the centre and <paramref name="turn"/> radians off upright.</summary>
    private static SyntheticBrush Scatter(Outline outline, double radius, double reach, double turn, ref CounterRandom random) => new(
        outline,
        X: Middle + Between(-reach, reach, ref random),
        Y: Middle + Between(-reach, reach, ref random),
        radius,
        Turn: Between(-turn, turn, ref random),
        Stretch: Between(0.7, 1, ref random));

    private static Vector3 Colour(int least, int bound, ref CounterRandom random) =>
        new(least + random.NextInt(bound - least), least + random.NextInt(bound - least), least + random.NextInt(bound - least));

    /// <summary>Light that falls off across the image, noise, and the rounding to bytes.</summary>
    private static void Develop(ReadOnlySpan<Vector3> canvas, ref CounterRandom random, Span<byte> image)
    {
        var (across, down) = ((float)Between(-0.02, 0.02, ref random), (float)Between(-0.02, 0.02, ref random));
        var strength = (float)Between(4, 20, ref random);
        for (var pixel = 0; pixel < Plane; pixel++)
        {
            var light = 0.85f + (across * ((pixel % Side) - Middle)) + (down * ((pixel / Side) - Middle));
            var bits = random.NextBits();
            for (var channel = 0; channel < ImageSet.Channels; channel++)
            {
                var value = (canvas[pixel][channel] * light) + (strength * Noise(bits));
                image[(channel * Plane) + pixel] = (byte)Math.Clamp(value + 0.5f, 0, 255);
                bits >>= 21;
            }
        }
    }

    /// <summary>Nearly normal, of mean 0 and variance 1: a sum of three uniform 7-bit numbers, taken from the lowest bits.</summary>
    private static float Noise(ulong bits) => (((bits & 127) + ((bits >> 7) & 127) + ((bits >> 14) & 127)) / 64f) - 2.9765625f;

    private static double Between(double least, double most, ref CounterRandom random) => least + ((most - least) * random.NextDouble());
}
