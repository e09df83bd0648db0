using OrleansHybrid.Learning.Augmentation;
using SkiaSharp;

namespace OrleansHybrid.Learning.Data;

/// <summary>Sets an image upright whose camera was turned: its pixels are stored as the sensor saw them, and how to show them is said
/// beside.</summary>
internal static class Orientation
{
    /// <param name="from">As it is stored.</param>
    /// <param name="origin">Which of its corners is the upper left one.</param>
    /// <param name="to">Becomes the image as it is to be seen.</param>
    public static void SetUpright(RgbImage from, SKEncodedOrigin origin, RgbImage to)
    {
        var (width, height) = (from.Width, from.Height);
        var isOnItsSide = origin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom
            or SKEncodedOrigin.LeftBottom;
        if (isOnItsSide) to.Resize(height, width);
        else to.Resize(width, height);
        ReadOnlySpan<byte> source = from.Pixels;
        var target = to.Pixels;
        for (int y = 0, at = 0; y < to.Height; y++)
        {
            for (var x = 0; x < to.Width; x++, at += LabelledImages.Channels)
            {
                var (column, row) = origin switch
                {
                    SKEncodedOrigin.TopRight => (width - 1 - x, y),
                    SKEncodedOrigin.BottomRight => (width - 1 - x, height - 1 - y),
                    SKEncodedOrigin.BottomLeft => (x, height - 1 - y),
                    SKEncodedOrigin.LeftTop => (y, x),
                    SKEncodedOrigin.RightTop => (y, height - 1 - x),
                    SKEncodedOrigin.RightBottom => (width - 1 - y, height - 1 - x),
                    SKEncodedOrigin.LeftBottom => (width - 1 - y, x),
                    _ => (x, y),
                };
                source.Slice(LabelledImages.Channels * ((row * width) + column), LabelledImages.Channels).CopyTo(target[at..]);
            }
        }
    }
}
