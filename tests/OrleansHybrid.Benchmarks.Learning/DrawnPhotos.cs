using System.Runtime.InteropServices;
using OrleansHybrid.Learning.Randomness;
using SkiaSharp;

namespace OrleansHybrid.Benchmarks.Learning;

/// <summary>JPEGs of 800x600 with detail at every scale, as photos have it: some 180 KB each.</summary>
internal static class DrawnPhotos
{
    private const int Width = 800, Height = 600, Quality = 90;

    /// <summary>Fills an image folder of two classes.</summary>
    public static void Into(string folder, int photos)
    {
        for (var i = 0; i < photos; i++) Write(Path.Combine(folder, "train", i % 2 == 0 ? "a" : "b", $"{i}.jpg"), i);
        Write(Path.Combine(folder, "val", "a", "0.jpg"), photos);
    }

    private static void Write(string path, int seed)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var bitmap = new SKBitmap(Width, Height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        var pixels = Draw(seed);
        Marshal.Copy(pixels, 0, bitmap.GetPixels(), pixels.Length);
        using var encoded = bitmap.Encode(SKEncodedImageFormat.Jpeg, Quality);
        File.WriteAllBytes(path, encoded.ToArray());
    }

    /// <summary>(H, W, 4): a sum of smooth noises, each of half the size and nine tenths of the strength of the one before.</summary>
    private static byte[] Draw(int seed)
    {
        var random = new CounterRandom(seed, RandomPurpose.SyntheticImages);
        var (pixels, values) = (new byte[4 * Width * Height], new double[3 * Width * Height]);
        var strength = 90.0;
        for (var cell = 200; cell > 1; cell /= 2, strength *= 0.9)
        {
            var (across, down) = ((Width / cell) + 2, (Height / cell) + 2);
            var grid = new double[3 * across * down];
            foreach (ref var point in grid.AsSpan()) point = strength * ((2 * random.NextDouble()) - 1);
            for (var i = 0; i < Width * Height; i++)
            {
                var (y, x) = Math.DivRem(i, Width);
                var ((row, fromRow), (column, fromColumn)) = ((y / cell, (double)(y % cell) / cell), (x / cell, (double)(x % cell) / cell));
                for (var channel = 0; channel < 3; channel++)
                {
                    var at = (((row * across) + column) * 3) + channel;
                    var (top, bottom) = (
                        Between(grid[at], grid[at + 3], fromColumn),
                        Between(grid[at + (3 * across)], grid[at + (3 * across) + 3], fromColumn));
                    values[(3 * i) + channel] += Between(top, bottom, fromRow);
                }
            }
        }

        for (var i = 0; i < Width * Height; i++)
        {
            for (var channel = 0; channel < 3; channel++)
                pixels[(4 * i) + channel] = (byte)Math.Clamp(128 + values[(3 * i) + channel], 0, 255);
            pixels[(4 * i) + 3] = 255;
        }

        return pixels;
    }

    private static double Between(double from, double to, double share) => from + ((to - from) * share);
}
