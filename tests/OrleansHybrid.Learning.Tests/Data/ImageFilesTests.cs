using OrleansHybrid.Learning.Augmentation;
using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Failures;
using OrleansHybrid.Learning.Randomness;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Learning.Tests.Data;

public sealed class ImageFilesTests : IDisposable
{
    private static readonly ViewRequest[] Both =
        [new(ViewKind.Weak, RandomPurpose.ContrastiveFirstView), new(ViewKind.Strong, RandomPurpose.ContrastiveSecondView)];

    private static readonly int[] All = [.. Enumerable.Range(0, 9)];

    private readonly ImageFolderOnDisk _folder = ImageFolderOnDisk.Filled();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Views_ByAnyNumberOfThreads_AreTheSame() =>
        Assert.Equal(Views(_folder.Train(), All), Views(_folder.Train(ImageFolderOnDisk.Decoding(threads: 3)), All));

    [Fact]
    public void Views_WithoutCacheWithAnEmptyOneAndFromIt_AreTheSame()
    {
        var cached = ImageFolderOnDisk.Decoding(cache: new(_folder.PathOf("cache"), mostBytes: 1 << 24, TimeProvider.System));
        var plain = Views(_folder.Train(), All);
        Assert.Equal(plain, Views(_folder.Train(cached), All));
        Assert.Equal(9, Directory.GetFiles(_folder.PathOf("cache"), "*", SearchOption.AllDirectories).Length);
        Assert.Equal(plain, Views(_folder.Train(cached), All));
    }

    [Fact]
    public void Views_SameAddress_AreTheSameWhateverElseIsInTheBatch()
    {
        var (views, others) = (Views(_folder.Train(), [3, 4]), Views(_folder.Train(), [3, 8]));
        Assert.Equal(View(views, 0), View(others, 0));
        Assert.NotEqual(View(views, 1), View(others, 1));
        Assert.NotEqual(View(views, 0), View(Views(_folder.Train(), [3, 4], step: 1), 0));
        // Views of one image by two purposes, then an image in two places.
        Assert.NotEqual(View(views, 0), View(views, 2));
        Assert.NotEqual(View(Views(_folder.Train(), [3, 3]), 0), View(Views(_folder.Train(), [3, 3]), 1));
    }

    [Fact]
    public void Views_UndecodableImage_IsReplacedByTheNextOfItsClassThatCanBeNamedAndCounted()
    {
        var expected = Views(_folder.Train(), [5, 3, 5, 0]);
        _folder.Break("train/bee/1.jpg");
        var images = _folder.Train();
        Assert.Equal(expected, Views(images, [4, 3, 5, 0]));
        Views(images, [4, 4, 4]);
        Assert.Equal(1, images.Undecodable);
        Assert.Equal(
            [
                $"{_folder.PathOf("train/bee/1.jpg")} cannot be decoded: it is no image that we can read. "
                    + "The next image of its class that can stands in for it.",
            ],
            images.TakeWarnings());
        Assert.Empty(images.TakeWarnings());
    }

    [Fact]
    public void Views_LastOfAClassUndecodable_IsReplacedByTheFirst()
    {
        var expected = Views(_folder.Train(), [3, 3]);
        _folder.Break("train/bee/2.jpg");
        Assert.Equal(expected, Views(_folder.Train(), [5, 3]));
    }

    [Fact]
    public void Views_WholeClassUndecodable_NamesTheClassAndAFile()
    {
        for (var i = 0; i < 3; i++) _folder.Break($"train/bee/{i}.jpg");
        var refusal = Assert.Throws<DataException>(() => Views(_folder.Train(ImageFolderOnDisk.Decoding(threads: 2)), All));
        Assert.StartsWith("None of the 3 training images of the class bee can be decoded", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Views_FileMissing_IsAnErrorThatNamesIt()
    {
        var images = _folder.Train();
        File.Delete(_folder.PathOf("train/cat/0.jpg"));
        var refusal = Assert.Throws<DataException>(() => Views(images, All));
        Assert.StartsWith($"{_folder.PathOf("train/cat/0.jpg")} cannot be read: it is missing.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Views_ManyUndecodable_NamesAFewAndCountsAll()
    {
        for (var i = 10; i < 20; i++) _folder.Write($"train/ant/{i}.jpg", []);
        var images = _folder.Train();
        Views(images, [.. Enumerable.Range(0, images.Count)]);
        Assert.Equal(10, images.Undecodable);
        Assert.Equal(5, images.TakeWarnings().Count(warning => warning.Contains("it is empty", StringComparison.Ordinal)));
    }

    [Fact]
    public void Views_FileOfGigabytes_AndAPipe_AreUndecodableLikeOthers()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("this system has no mkfifo");
        var expected = Views(_folder.Train(), [5, 3]);
        using (var sparse = File.OpenHandle(_folder.PathOf("train/bee/1.jpg"), FileMode.Truncate, FileAccess.Write))
            RandomAccess.SetLength(sparse, 3L << 30);
        Assert.Equal(expected, Views(_folder.Train(), [4, 3]));
        File.Delete(_folder.PathOf("train/ant/1.jpg"));
        using (var mkfifo = System.Diagnostics.Process.Start("mkfifo", [_folder.PathOf("train/ant/1.jpg")])) mkfifo.WaitForExit();
        File.Delete(_folder.PathOf("train/cat/1.jpg"));
        File.CreateSymbolicLink(_folder.PathOf("train/cat/1.jpg"), "../bee/1.jpg");
        Assert.Equal(
            ["it is empty", "it has 3,221,225,472 bytes, more than an image has", "it has 3,221,225,472 bytes, more than an image has"],
            _folder.Train().FindUndecodable().Select(found => found.Reason));
    }

    [Fact]
    public void FindUndecodable_FilesThatAreGone_AreNamedWithTheOthers()
    {
        var images = _folder.Train();
        File.Delete(_folder.PathOf("train/ant/0.jpg"));
        _folder.Break("train/cat/2.jpg");
        Assert.Equal(
            [
                (_folder.PathOf("train/ant/0.jpg"), "it is missing"),
                (_folder.PathOf("train/cat/2.jpg"), "it is no image that we can read"),
            ], images.FindUndecodable());
    }

    [Fact]
    public void Plain_UndecodableTestImage_IsLeftOut()
    {
        var whole = Plain(_folder.Test(), [0, 1, 2]);
        _folder.Break("val/bee/0.png");
        var images = _folder.Test();
        var views = new float[3 * images.ViewLength];
        Assert.Equal([0, 2, 0], images.Plain([0, 1, 2, 1, 0], new float[5 * images.ViewLength]));
        Assert.Equal([0, 2], images.Plain([0, 1, 2], views));
        Assert.Equal(View(whole, 0), View(views, 0));
        Assert.Equal(View(whole, 2), View(views, 1));
        Assert.EndsWith("It is left out of the evaluation.", Assert.Single(images.TakeWarnings()), StringComparison.Ordinal);
    }

    [Fact]
    public void Views_DestinationOfAnotherSize_IsRefused() =>
        Assert.Throws<ArgumentException>(() => _folder.Train().Views(new(), [0], Both, 0, 0, new float[7]));

    private static float[] Plain(ImageFiles images, int[] indices)
    {
        var views = new float[indices.Length * images.ViewLength];
        Assert.Equal(indices, images.Plain(indices, views));
        return views;
    }

    private static float[] Views(ImageFiles images, int[] indices, int step = 0)
    {
        var views = new float[Both.Length * indices.Length * images.ViewLength];
        images.Views(new Recipe { Seed = 4 }, indices, Both, epoch: 2, step, views);
        return views;
    }

    private static float[] View(float[] views, int number) => views[(number * 3 * 32 * 32)..((number + 1) * 3 * 32 * 32)];
}
