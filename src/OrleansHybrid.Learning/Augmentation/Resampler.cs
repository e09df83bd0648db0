using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OrleansHybrid.Learning.Augmentation;

/// <summary>
/// Cuts a window out of an image and resizes it, line by line. Multiplications and additions stay apart (no fused ones),
/// so that the bits do not depend on the width of the machine's vectors. Its memory is used again for the next image.
/// </summary>
internal sealed class Resampler
{
    private const int Channels = RgbImage.Channels;

    private readonly TriangleFilter _across = new(), _down = new();
    private RgbImage _image = new();
    private CropWindow _window;
    private int _width;
    private float[] _column = [], _line = [];

    /// <param name="image">The image; left alone.</param>
    /// <param name="window">The part of it to resize, within the image.</param>
    /// <param name="width">Of the result.</param>
    /// <param name="height">Of the result.</param>
    public void Begin(RgbImage image, CropWindow window, int width, int height)
    {
        (_image, _window, _width) = (image, window, width);
        _across.Prepare(window.Width, width);
        _down.Prepare(window.Height, height);
        // A pixel is read as four numbers, of which the last is not used.
        if (_column.Length < (Channels * window.Width) + 1) _column = new float[(Channels * window.Width) + 1];
        if (_line.Length < 4 * width) _line = new float[4 * width];
    }

    /// <summary>One line of the result: whole numbers in [0, 255], red, green, blue and a number without meaning for each pixel.</summary>
    public ReadOnlySpan<float> Line(int y)
    {
        var column = _column.AsSpan(0, Channels * _window.Width);
        column.Clear();
        var weights = _down.Weights(y);
        for (var tap = 0; tap < weights.Length; tap++)
        {
            if (weights[tap] == 0) continue;
            var from = (((_window.Y + _down.Start(y) + tap) * _image.Width) + _window.X) * Channels;
            AddWeighted(_image.Pixels.Slice(from, column.Length), weights[tap], column);
        }

        ref var source = ref MemoryMarshal.GetArrayDataReference(_column);
        var line = MemoryMarshal.Cast<float, Vector128<float>>(_line.AsSpan(0, 4 * _width));
        for (var x = 0; x < line.Length; x++)
        {
            var (sum, at) = (Vector128<float>.Zero, (nuint)(Channels * _across.Start(x)));
            foreach (var share in _across.Weights(x))
            {
                sum += Vector128.LoadUnsafe(ref source, at) * share;
                at += Channels;
            }

            line[x] = Vector128.Floor(sum + Vector128.Create(0.5f));
        }

        return _line.AsSpan(0, 4 * _width);
    }

    private static void AddWeighted(ReadOnlySpan<byte> bytes, float weight, Span<float> sums)
    {
        var source = MemoryMarshal.Cast<byte, Vector<byte>>(bytes);
        var target = MemoryMarshal.Cast<float, Vector<float>>(sums);
        for (var i = 0; i < source.Length; i++)
        {
            Vector.Widen(source[i], out var low, out var high);
            AddWeighted(low, weight, target.Slice(4 * i, 2));
            AddWeighted(high, weight, target.Slice((4 * i) + 2, 2));
        }

        for (var i = source.Length * Vector<byte>.Count; i < bytes.Length; i++) sums[i] += bytes[i] * weight;
    }

    private static void AddWeighted(Vector<ushort> values, float weight, Span<Vector<float>> sums)
    {
        Vector.Widen(values, out var low, out var high);
        sums[0] += Vector.ConvertToSingle(Vector.AsVectorInt32(low)) * weight;
        sums[1] += Vector.ConvertToSingle(Vector.AsVectorInt32(high)) * weight;
    }
}
