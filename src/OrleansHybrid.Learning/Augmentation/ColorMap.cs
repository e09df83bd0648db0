using System.Numerics;
using System.Runtime.InteropServices;

namespace OrleansHybrid.Learning.Augmentation;

/// <summary>
/// All colour changes of one view as one linear map of (red, green, blue), x -> M x + bias, then one clamp to [0, 255]
/// and the normalisation. Two things differ from torchvision's chain of ColorJitter and RandomGrayscale: hue is a
/// rotation of the chroma in YIQ instead of a shift in HSV (both leave grays alone), and values are clamped once at
/// the end instead of after every change. The order is always brightness, contrast, saturation, hue, grayscale.
/// </summary>
internal readonly struct ColorMap
{
    /// <summary>YIQ's axes in RGB: the luma of ITU-R BT.601 and the two of the chroma, which see no gray.</summary>
    private static readonly double[] Luma = [0.299, 0.587, 0.114],
        InPhase = [0.595716, -0.274453, -0.321263],
        Quadrature = [0.211456, -0.522591, 0.311135];

    /// <summary>One unit on each chroma axis in RGB: columns of the inverse.</summary>
    private static readonly double[] FromInPhase = [0.9562957197589482, -0.2721220993185104, -1.1069890167364902],
        FromQuadrature = [0.6210244164652610, -0.6473805968256950, 1.7046149983646483];

    private readonly Vector3 _toRed, _toGreen, _toBlue;
    private readonly float _bias;

    /// <param name="view">The colour changes.</param>
    /// <param name="meanLuma">Mean luma of the cropped image, the pivot of the contrast, in [0, 255].</param>
    public ColorMap(in ViewParameters view, double meanLuma)
    {
        // Brightness b and contrast c make b c x + (1 - c) b mean; saturation and hue stretch and turn the chroma, which
        // the gray bias has none of; grayscale is a saturation of 0.
        var gain = view.Brightness * view.Contrast;
        var saturation = view.Grayscale ? 0 : view.Saturation;
        var (sine, cosine) = Math.SinCos(2 * Math.PI * view.Hue);
        (_toRed, _toGreen, _toBlue) = (Row(0), Row(1), Row(2));
        _bias = (float)((1 - view.Contrast) * view.Brightness * meanLuma);

        Vector3 Row(int to) => new(Element(to, 0), Element(to, 1), Element(to, 2));

        float Element(int to, int from)
        {
            var chroma = (to == from ? 1 : 0) - Luma[from];
            var quarterTurn = (FromQuadrature[to] * InPhase[from]) - (FromInPhase[to] * Quadrature[from]);
            return (float)(gain * (Luma[from] + (saturation * ((cosine * chroma) + (sine * quarterTurn)))));
        }
    }

    /// <summary>Shares of red, green and blue in the luma.</summary>
    public static float[] LumaWeights => [.. Luma.Select(weight => (float)weight)];

    /// <summary>(3, 3) by the channel made, then by the channel that it is made of, without the bias.</summary>
    public float[] Matrix => [_toRed.X, _toRed.Y, _toRed.Z, _toGreen.X, _toGreen.Y, _toGreen.Z, _toBlue.X, _toBlue.Y, _toBlue.Z];

    /// <summary>Mean luma of an image of byte values.</summary>
    /// <param name="image">(3, H, W).</param>
    public static double MeanLuma(ReadOnlySpan<float> image)
    {
        var plane = image.Length / 3;
        var total = 0.0;
        for (var channel = 0; channel < 3; channel++) total += Luma[channel] * Sum(image.Slice(channel * plane, plane));
        return total / plane;
    }

    /// <summary>Sum of byte values: of each block a whole number below 2^24, so exact in any order.</summary>
    private static double Sum(ReadOnlySpan<float> values)
    {
        const int Block = 1 << 16;
        var total = 0.0;
        for (; !values.IsEmpty; values = values[Math.Min(Block, values.Length)..])
        {
            var block = values[..Math.Min(Block, values.Length)];
            var sum = Vector<float>.Zero;
            foreach (var several in MemoryMarshal.Cast<float, Vector<float>>(block)) sum += several;
            total += Vector.Sum(sum);
            foreach (var value in block[(block.Length / Vector<float>.Count * Vector<float>.Count)..]) total += value;
        }

        return total;
    }

    /// <summary>
    /// Maps, clamps and normalises in place. Multiplications and additions stay apart (no fused ones), so that the bits
    /// do not depend on the width of the machine's vectors.
    /// </summary>
    /// <param name="image">(3, H, W) byte values in, normalised values out.</param>
    /// <param name="normalisation">How to normalise.</param>
    public void Apply(Span<float> image, Normalisation normalisation)
    {
        var plane = image.Length / 3;
        var red = MemoryMarshal.Cast<float, Vector<float>>(image[..plane]);
        var green = MemoryMarshal.Cast<float, Vector<float>>(image.Slice(plane, plane));
        var blue = MemoryMarshal.Cast<float, Vector<float>>(image.Slice(2 * plane, plane));
        var (scale, shift) = (normalisation.Scale, normalisation.Shift);
        for (var i = 0; i < red.Length; i++)
        {
            var (r, g, b) = (red[i], green[i], blue[i]);
            red[i] = (Mapped(_toRed, r, g, b) * scale.X) + new Vector<float>(shift.X);
            green[i] = (Mapped(_toGreen, r, g, b) * scale.Y) + new Vector<float>(shift.Y);
            blue[i] = (Mapped(_toBlue, r, g, b) * scale.Z) + new Vector<float>(shift.Z);
        }

        for (var i = red.Length * Vector<float>.Count; i < plane; i++)
        {
            var (r, g, b) = (image[i], image[plane + i], image[(2 * plane) + i]);
            image[i] = (Mapped(_toRed, r, g, b) * scale.X) + shift.X;
            image[plane + i] = (Mapped(_toGreen, r, g, b) * scale.Y) + shift.Y;
            image[(2 * plane) + i] = (Mapped(_toBlue, r, g, b) * scale.Z) + shift.Z;
        }
    }

    private float Mapped(Vector3 row, float red, float green, float blue) =>
        Math.Clamp((row.X * red) + (row.Y * green) + (row.Z * blue) + _bias, 0, 255);

    private Vector<float> Mapped(Vector3 row, Vector<float> red, Vector<float> green, Vector<float> blue) => Vector.Clamp(
        (row.X * red) + (row.Y * green) + (row.Z * blue) + new Vector<float>(_bias), Vector<float>.Zero, new Vector<float>(255));
}
