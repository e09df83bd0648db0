using Microsoft.Extensions.Time.Testing;
using OrleansHybrid.Learning.Augmentation;
using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Failures;

namespace OrleansHybrid.Learning.Tests.Data;

public sealed class ImageCacheTests : IDisposable
{
    private const int EntryBytes = 8 + (3 * 20 * 10) + 32;

    private readonly TemporaryFolder _root = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(60));

    private string Folder => Path.Combine(_root.Path, "cache");

    public void Dispose() => _root.Dispose();

    [Fact]
    public void TryRead_WhatWasWritten_GivesItBack()
    {
        Cache().Write(Entry("a"), Image(1));
        var image = new RgbImage();
        Assert.True(ImageCache.TryRead(Entry("a"), new(), image));
        Assert.Equal((20, 10), (image.Width, image.Height));
        Assert.Equal(Image(1).Pixels, image.Pixels);
        Assert.False(ImageCache.TryRead(Entry("b"), new(), image));
    }

    [Fact]
    public void TryRead_DamagedAnywhere_DeletesTheEntry()
    {
        Cache().Write(Entry("a"), Image(1));
        var whole = File.ReadAllBytes(Entry("a"));
        for (var at = 0; at < whole.Length; at += 13)
        {
            Refused([.. whole[..at], (byte)(whole[at] ^ 1), .. whole[(at + 1)..]]);
            Refused(whole[..at]);
        }

        Refused([.. whole, 0]);

        void Refused(byte[] content)
        {
            File.WriteAllBytes(Entry("a"), content);
            Assert.False(ImageCache.TryRead(Entry("a"), new(), new()));
            Assert.False(File.Exists(Entry("a")));
        }
    }

    [Fact]
    public void Entry_FileOfAnotherLengthTimeNameOrSize_IsAnother()
    {
        var cache = Cache();
        var file = new FileInfo(Path.Combine(_root.Path, "x.jpg"));
        var entries = new HashSet<string>();
        foreach (var (length, second) in new[] { (3, 0), (4, 0), (3, 1) })
        {
            File.WriteAllBytes(file.FullName, new byte[length]);
            File.SetLastWriteTimeUtc(file.FullName, DateTime.UnixEpoch.AddSeconds(second));
            file.Refresh();
            entries.Add(cache.Entry(file, "x.jpg", 320));
        }

        entries.Add(cache.Entry(file, "y.jpg", 320));
        entries.Add(cache.Entry(file, "x.jpg", 91));
        Assert.Equal(5, entries.Count);
        Assert.Contains(cache.Entry(file, "x.jpg", 320), entries);
        Assert.All(entries, entry => Assert.StartsWith(Folder, entry, StringComparison.Ordinal));
    }

    [Fact]
    public void Entry_FileOfAnotherDataSetOrReplacedInPlace_IsAnotherThoughNameLengthAndTimeAreEqual()
    {
        var (one, other) = (Photo("one", 1), Photo("other", 2));
        Assert.NotEqual(Cache().Entry(one, "x.jpg", 320), Cache().Entry(other, "x.jpg", 320));

        var before = Cache().Entry(one, "x.jpg", 320);
        Assert.Equal(before, Cache().Entry(one, "x.jpg", 320));
        SecretChange.Of(one.FullName, bytes => bytes[0] = 3);
        Assert.NotEqual(before, Cache().Entry(one, "x.jpg", 320));

        FileInfo Photo(string folder, byte content)
        {
            var file = new FileInfo(Path.Combine(Directory.CreateDirectory(Path.Combine(_root.Path, folder)).FullName, "x.jpg"));
            File.WriteAllBytes(file.FullName, [content]);
            File.SetLastWriteTimeUtc(file.FullName, DateTime.UnixEpoch);
            return file;
        }
    }

    [Fact]
    public void Write_FullCache_TakesNoMore()
    {
        var cache = Cache(mostBytes: 3 * EntryBytes);
        for (var i = 0; i < 10; i++) cache.Write(Entry($"{i}"), Image(i));
        Assert.Equal(3, Files().Length);
        // What is there counts for the next trainer too.
        Cache(mostBytes: (4 * EntryBytes) - 1).Write(Entry("x"), Image(0));
        Assert.Equal(3, Files().Length);
        Assert.Null(cache.TakeTrouble());
    }

    [Fact]
    public void Write_OtherTrainersFillIt_StopsSoonAfterTheBound()
    {
        var (one, other) = (Cache(mostBytes: 200 * EntryBytes), Cache(mostBytes: 200 * EntryBytes));
        for (var i = 0; i < 300; i++) (i % 2 == 0 ? one : other).Write(Entry($"{i}"), Image(i));
        Assert.InRange(Files().Length, 200, 204);
    }

    [Fact]
    public void Write_ByManyThreads_LeavesWholeEntriesAndNothingElse()
    {
        var cache = Cache();
        Parallel.For(0, 200, i =>
        {
            cache.Write(Entry($"{i % 5}"), Image(i % 5));
            Assert.True(ImageCache.TryRead(Entry($"{i % 5}"), new(), new()));
        });
        Assert.Equal(5, Files().Length);
    }

    [Fact]
    public void Write_LeftoversOfDeadTrainers_AreDeletedOnceTheyAreOld()
    {
        Directory.CreateDirectory(Folder);
        var (old, young) = (Path.Combine(Folder, "a.old"), Path.Combine(Folder, "a.new"));
        foreach (var (file, age) in new[] { (old, 61), (young, 59) })
        {
            File.WriteAllText(file, "half an image");
            File.SetLastWriteTimeUtc(file, _time.GetUtcNow().AddMinutes(-age).UtcDateTime);
        }

        Cache().Write(Entry("x"), Image(0));
        Assert.Equal(new[] { Entry("x"), young }.Order(), Files().Order());
    }

    [Fact]
    public void Write_FolderCannotBeMade_SaysSoOnceAndGivesUp()
    {
        File.WriteAllText(Folder, "in the way");
        var cache = Cache();
        for (var i = 0; i < 3; i++) cache.Write(Entry("a"), Image(0));
        Assert.Contains(Folder, cache.TakeTrouble(), StringComparison.Ordinal);
        Assert.Null(cache.TakeTrouble());
    }

    [Theory]
    [InlineData(null, null, "data/shrunken-images")]
    [InlineData("", "", "data/shrunken-images")]
    [InlineData("elsewhere", "0.5", "elsewhere")]
    public void Of_Environment_SaysWhere(string? folder, string? gigabytes, string expected)
    {
        var file = new FileInfo(typeof(ImageCacheTests).Assembly.Location);
        Assert.Equal(expected, Path.GetDirectoryName(Path.GetDirectoryName(ImageCache.Of("data", folder, gigabytes)!.Entry(file, "x", 1))));
    }

    [Fact]
    public void Of_EnvironmentSaysOff_IsNone() => Assert.Null(ImageCache.Of("data", "off", null));

    [Theory]
    [InlineData("much")]
    [InlineData("-1")]
    [InlineData("NaN")]
    public void Of_SizeIsNoNumber_NamesTheVariable(string gigabytes) =>
        Assert.Contains("ORLEANSHYBRID_CACHE_GB is", Assert.Throws<DataException>(() => ImageCache.Of("data", null, gigabytes)).Message);

    private ImageCache Cache(long mostBytes = 1 << 24) => new(Folder, mostBytes, _time);

    private string Entry(string name) => Path.Combine(Folder, "00", name);

    private string[] Files() => Directory.GetFiles(Folder, "*", SearchOption.AllDirectories);

    private static RgbImage Image(int seed)
    {
        var image = new RgbImage();
        image.Resize(20, 10);
        DrawnPhoto.Pixels(seed, seed, 20, 10).CopyTo(image.Pixels);
        return image;
    }
}
