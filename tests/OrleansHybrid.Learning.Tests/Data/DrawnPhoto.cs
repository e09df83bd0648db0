using System.Runtime.InteropServices;
using OrleansHybrid.Learning.Randomness;
using SkiaSharp;

namespace OrleansHybrid.Learning.Tests.Data;

/// <summary>Photos that the tests draw: a colour of the class, fading across the image, under bright discs of their own.</summary>
internal static class DrawnPhoto
{
    public static byte[] Jpeg(int label, long seed, int width = 96, int height = 72) =>
        Encode(label, seed, width, height, SKEncodedImageFormat.Jpeg);

    public static byte[] Png(int label, long seed, int width = 96, int height = 72) =>
        Encode(label, seed, width, height, SKEncodedImageFormat.Png);

    /// <summary>The same JPEG with a word on how its camera was held: EXIF's orientation, 1 to 8.</summary>
    public static byte[] Turned(byte[] jpeg, int orientation)
    {
        byte[] exif =
        [
            0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8, .. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, (
                byte)orientation, 0, 0, 0, 0, 0, 0, 0,
        ];
        return [.. jpeg[..2], .. exif, .. jpeg[2..]];
    }

    /// <summary>(H, W, 3).</summary>
    public static byte[] Pixels(int label, long seed, int width, int height)
    {
        var random = new CounterRandom(seed, RandomPurpose.SyntheticImages, label);
        var discs = new (double X, double Y, double Radius, int Red, int Green, int Blue)[6];
        foreach (ref var disc in discs.AsSpan())
            disc = (width * random.NextDouble(), height * random.NextDouble(), height * (0.1 + (0.2 * random.NextDouble())),
                random.NextInt(256), random.NextInt(256), random.NextInt(256));
        var pixels = new byte[3 * width * height];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var light = 0.6 + (0.4 * x / width);
                var (red, green, blue) = (light * (label * 67 % 256), light * (label * 131 % 256), light * (label * 29 % 256));
                foreach (var disc in discs)
                    if (Math.Pow(x - disc.X, 2) + Math.Pow(y - disc.Y, 2) < disc.Radius * disc.Radius)
                        (red, green, blue) = (disc.Red, disc.Green, disc.Blue);
                var at = 3 * ((y * width) + x);
                (pixels[at], pixels[at + 1], pixels[at + 2]) = ((byte)red, (byte)green, (byte)blue);
            }
        }

        return pixels;
    }

    private static byte[] Encode(int label, long seed, int width, int height, SKEncodedImageFormat format)
    {
        var (rgb, rgba) = (Pixels(label, seed, width, height), new byte[4 * width * height]);
        for (var i = 0; i < width * height; i++) rgb.AsSpan(3 * i, 3).CopyTo(rgba.AsSpan(4 * i));
        for (var i = 3; i < rgba.Length; i += 4) rgba[i] = 255;
        using var bitmap = new SKBitmap(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        Marshal.Copy(rgba, 0, bitmap.GetPixels(), rgba.Length);
        using var encoded = bitmap.Encode(format, quality: 95);
        return encoded.ToArray();
    }
}
