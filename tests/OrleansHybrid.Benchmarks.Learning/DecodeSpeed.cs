using System.Diagnostics;
using OrleansHybrid.Benchmarks.Questions;
using OrleansHybrid.Learning.Augmentation;
using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Randomness;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Benchmarks.Learning;

/// <summary>Times the way from photos in files to views, as a training goes it.</summary>
internal static class DecodeSpeed
{
    private const int Side = 224;

    private static readonly Recipe Recipe = new();

    private static float[] _views = [];

    /// <summary>The first question to a process warms it up: the next of the same kind are measured warm.</summary>
    public static DecodeCost Measure(DecodePoint point)
    {
        if (!Directory.Exists(Path.Combine(point.Folder, "train"))) DrawnPhotos.Into(point.Folder, point.Photos);
        var files = Directory.GetFiles(Path.Combine(point.Folder, "train"), "*.jpg", SearchOption.AllDirectories);
        var (start, before) = (TimeProvider.System.GetTimestamp(), Cpu());
        if (point.From == "full-size") FullSize(files);
        else Views(point);
        return new(
            TimeProvider.System.GetElapsedTime(start).TotalMilliseconds, (Cpu() - before).TotalMilliseconds,
            files.Sum(file => new FileInfo(file).Length));
    }

    private static void Views(DecodePoint point)
    {
        var cache = point.From == "cache" ? new ImageCache(Path.Combine(point.Folder, "cache"), 1L << 34, TimeProvider.System) : null;
        var source = ImageFolder.Open(point.Folder, new(Side, point.Threads, Ahead: false, cache)).Train;
        var images = source.Read([.. Enumerable.Range(0, source.Labels.Length)]);
        if (_views.Length != images.Count * images.ViewLength) _views = new float[images.Count * images.ViewLength];
        images.Views(
            Recipe,
            [.. Enumerable.Range(0, images.Count)],
            [new(ViewKind.Weak, RandomPurpose.ContrastiveFirstView)],
            epoch: 0,
            step: 0,
            _views);
    }

    private static void FullSize(string[] files)
    {
        var (decoder, crop, image, view) = (
            new ImageDecoder(int.MaxValue), new ResizedCrop(Side), new RgbImage(), new float[3 * Side * Side]);
        for (var i = 0; i < files.Length; i++)
        {
            decoder.Decode(File.ReadAllBytes(files[i]), image);
            crop.Random(image, Recipe, ViewKind.Weak, new CounterRandom(0, RandomPurpose.ContrastiveFirstView, 0, i), view);
        }
    }

    private static TimeSpan Cpu()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }
}
