using System.Numerics;
using System.Runtime.InteropServices;
using OrleansHybrid.Learning.Randomness;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Learning.Augmentation;

/// <summary>
/// Turns stored images of 32x32 into the normalised views that a network sees. What is done to an image is a pure function of
/// (seed, purpose, epoch, step) and its place in the batch. <see cref="ColorMap"/> tells where the colours differ from
/// torchvision's.
/// </summary>
public sealed class Augmenter(Recipe recipe)
{
    public const int Side = 32, ImageBytes = RgbImage.Channels * Plane;

    private const int Plane = Side * Side;

    /// <summary>One random view of each image.</summary>
    /// <param name="pixels">(M, 3, 32, 32) bytes of the images.</param>
    /// <param name="indices">(N) which of them, such as a sampler's batch.</param>
    /// <param name="kind">How strongly the views are changed.</param>
    /// <param name="purpose">What the views are for: two views of one batch need two purposes.</param>
    /// <param name="epoch">From 0.</param>
    /// <param name="step">From 0 within the epoch.</param>
    /// <param name="destination">(N, 3, 32, 32), every element written.</param>
    public void Views(
        ReadOnlySpan<byte> pixels, ReadOnlySpan<int> indices, ViewKind kind, RandomPurpose purpose, int epoch, int step,
        Span<float> destination)
    {
        RequireRoom(indices, destination);
        for (var place = 0; place < indices.Length; place++)
        {
            var random = Stream(recipe.Seed, purpose, epoch, step, place);
            View(pixels, indices[place], ViewParameters.Draw(recipe, kind, random), Slot(destination, place));
        }
    }

    /// <summary>The random numbers of one view.</summary>
    /// <param name="place">Of the image in the batch.</param>
    internal static CounterRandom Stream(long seed, RandomPurpose purpose, int epoch, int step, int place) =>
        new(seed, purpose, epoch, ((long)step << 32) | (uint)place);

    /// <summary>Each image as it is, for evaluation.</summary>
    /// <param name="pixels">(M, 3, 32, 32) bytes of the images.</param>
    /// <param name="indices">(N) which of them.</param>
    /// <param name="destination">(N, 3, 32, 32), every element written.</param>
    public static void Plain(ReadOnlySpan<byte> pixels, ReadOnlySpan<int> indices, Span<float> destination)
    {
        RequireRoom(indices, destination);
        for (var place = 0; place < indices.Length; place++)
            View(pixels, indices[place], ViewParameters.Plain, Slot(destination, place));
    }

    /// <param name="view">Crop offsets of at most 32 either way.</param>
    /// <param name="destination">(3, 32, 32).</param>
    internal static void View(ReadOnlySpan<byte> pixels, int index, in ViewParameters view, Span<float> destination)
    {
        Span<byte> cropped = stackalloc byte[ImageBytes];
        Crop(pixels.Slice(index * ImageBytes, ImageBytes), view, cropped);
        Widen(cropped, destination);
        new ColorMap(view, view.Contrast == 1 ? 0 : ColorMap.MeanLuma(destination)).Apply(destination, Normalisation.Cifar);
    }

    /// <summary>Moves the window, black outside the image, and flips it.</summary>
    private static void Crop(ReadOnlySpan<byte> image, in ViewParameters view, Span<byte> cropped)
    {
        cropped.Clear();
        var (from, to, length) = (Math.Max(0, view.CropX), Math.Max(0, -view.CropX), Side - Math.Abs(view.CropX));
        for (var line = 0; line < RgbImage.Channels * Side; line++)
        {
            var (plane, y) = (line / Side * Plane, (line % Side) + view.CropY);
            if ((uint)y >= Side) continue;
            var row = cropped.Slice(line * Side, Side);
            image.Slice(plane + (y * Side) + from, length).CopyTo(row[to..]);
            if (view.Flip) row.Reverse();
        }
    }

    private static void Widen(ReadOnlySpan<byte> bytes, Span<float> floats)
    {
        var source = MemoryMarshal.Cast<byte, Vector<byte>>(bytes);
        var target = MemoryMarshal.Cast<float, Vector<float>>(floats);
        for (var i = 0; i < source.Length; i++)
        {
            Vector.Widen(source[i], out var low, out var high);
            Widen(low, target.Slice(4 * i, 2));
            Widen(high, target.Slice((4 * i) + 2, 2));
        }
    }

    private static void Widen(Vector<ushort> values, Span<Vector<float>> target)
    {
        Vector.Widen(values, out var low, out var high);
        target[0] = Vector.ConvertToSingle(Vector.AsVectorInt32(low));
        target[1] = Vector.ConvertToSingle(Vector.AsVectorInt32(high));
    }

    private static void RequireRoom(ReadOnlySpan<int> indices, Span<float> destination)
    {
        if (destination.Length != indices.Length * ImageBytes)
            throw new ArgumentException(
                $"{indices.Length} views need {indices.Length * ImageBytes} floats, not {destination.Length}",
                nameof(destination));
    }

    private static Span<float> Slot(Span<float> destination, int place) =>
        destination.Slice(place * ImageBytes, ImageBytes);
}
