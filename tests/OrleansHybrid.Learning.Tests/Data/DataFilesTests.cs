using Microsoft.Extensions.Time.Testing;
using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Failures;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Learning.Tests.Data;

public sealed class DataFilesTests : IDisposable
{
    private readonly ImageFolderOnDisk _images = ImageFolderOnDisk.Filled();
    private readonly TemporaryFolder _cache = new();
    // Files of a test are young; to a clock a day ahead they are at rest.
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow().AddDays(1));

    public static TheoryData<string> Changes => [.. Changed.Keys];

    private static Dictionary<string, Action<ImageFolderOnDisk>> Changed { get; } = new()
    {
        ["a pixel, length and time kept"] = images =>
            SecretChange.Of(images.PathOf("train/bee/1.jpg"), bytes => bytes[bytes.Length / 2] ^= 1),
        ["a test image's last byte"] = images => SecretChange.Of(images.PathOf("val/cat/0.png"), bytes => bytes[^1] ^= 1),
        ["one image more"] = images => images.Write("train/ant/9.jpg", [1, 2, 3]),
        ["one image less"] = images => File.Delete(images.PathOf("train/ant/2.jpg")),
        ["one test image less"] = images => File.Delete(images.PathOf("val/ant/0.png")),
        ["an image of another class"] = images => File.Move(images.PathOf("train/ant/2.jpg"), images.PathOf("train/cat/9.jpg")),
        ["two images that change places"] = images => Swap(images, "train/ant/1.jpg", "train/bee/1.jpg"),
        ["another name"] = images => File.Move(images.PathOf("train/ant/2.jpg"), images.PathOf("train/ant/3.jpg")),
        ["a class more"] = images => images.Write("train/dog/0.jpg", DrawnPhoto.Jpeg(3, 0, 40, 40)),
        ["a class with another name"] = images => Rename(images, "cat", "cow"),
    };

    public void Dispose()
    {
        _images.Dispose();
        _cache.Dispose();
    }

    [Fact]
    public void Fingerprint_SameFilesElsewhereAtAnotherTime_IsTheSame()
    {
        using var copy = ImageFolderOnDisk.Filled();
        File.SetLastWriteTimeUtc(copy.PathOf("train/ant/0.jpg"), DateTime.UnixEpoch);
        Assert.Equal(Fingerprint(_images), Fingerprint(copy));
        Assert.StartsWith("sha256-", Fingerprint(copy).Value, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void Fingerprint_AfterAChange_IsAnother(string change)
    {
        var (before, beforeSampled) = (Fingerprint(_images), Fingerprint(_images, mostWholeBytes: 0));
        Changed[change](_images);
        Assert.NotEqual(before, Fingerprint(_images));
        Assert.NotEqual(beforeSampled, Fingerprint(_images, mostWholeBytes: 0));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(20_000, false)]
    [InlineData(50_000, true)]
    [InlineData(99_999, true)]
    public void Fingerprint_LargeSet_SeesBeginMiddleAndEndOfLargeFiles(int changedByte, bool isSeen)
    {
        var content = new byte[100_000];
        _images.Write("train/ant/large.jpg", content);
        var (sampled, whole) = (Fingerprint(_images, mostWholeBytes: 1000), Fingerprint(_images));
        content[changedByte]++;
        _images.Write("train/ant/large.jpg", content);

        Assert.StartsWith("sampled-", sampled.Value, StringComparison.Ordinal);
        Assert.Equal(isSeen, Fingerprint(_images, mostWholeBytes: 1000) != sampled);
        Assert.NotEqual(whole, Fingerprint(_images));
    }

    [Fact]
    public void Fingerprint_ASecondTime_ComesFromTheCache()
    {
        var fingerprint = Cached();
        new FingerprintCache(_cache.Path).Keep(Path.GetFileName(Assert.Single(Entries())), DataFingerprint.Synthetic);
        Assert.Equal(DataFingerprint.Synthetic, Cached());

        File.SetLastWriteTimeUtc(_images.PathOf("train/bee/1.jpg"), DateTime.UnixEpoch);
        Assert.Equal(fingerprint, Cached());
        Assert.Equal(2, Entries().Length);
    }

    [Fact]
    public void Fingerprint_OfAFileReplacedInPlaceWithItsTime_DoesNotComeFromTheCache()
    {
        var before = Cached();
        SecretChange.Of(_images.PathOf("train/bee/1.jpg"), bytes => bytes[^1] ^= 1);
        Assert.NotEqual(before, Cached());
    }

    [Fact]
    public void Fingerprint_OfFilesThatWereChangedAMomentAgo_IsNotKept()
    {
        var young = new FakeTimeProvider(FileStamp.Of(_images.PathOf("val/cat/0.png"))!.Value.LastChange.AddSeconds(1));
        new DataFiles(DatasetName.ImageFolder, _images.Open(), new(_cache.Path), young).Fingerprint();
        Assert.Empty(Entries());
    }

    [Fact]
    public void Fingerprint_MissingFile_IsNamedWithTheRemedy()
    {
        var splits = _images.Open();
        File.Delete(_images.PathOf("train/bee/0.jpg"));
        var refusal = Assert.Throws<DataException>(() => Files(splits).Fingerprint());
        Assert.StartsWith(
            $"1 of 12 files of image-folder are missing, the first is {_images.PathOf("train/bee/0.jpg")}. Put it back",
            refusal.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Fingerprint_OfCifar_SeesEveryByte()
    {
        using var files = new FakeCifar10();
        var (before, nested) = (Cifar(files.Folder), Cifar(files.Root));
        Assert.Equal(before, nested);
        files.Write("test_batch.bin", 9_999, 0, 1);
        var pixel = Cifar(files.Folder);
        files.Write("data_batch_3.bin", 5, 7);
        Assert.Equal(3, new[] { before, pixel, Cifar(files.Folder) }.Distinct().Count());

        DataFingerprint Cifar(string folder) => new DataFiles(DatasetName.Cifar10, Cifar10.Open(folder), new(), _time).Fingerprint();
    }

    [Fact]
    public void Fingerprint_OfINaturalist_SeesListsAndImages()
    {
        using var files = new FakeINaturalist();
        var before = Fingerprint();
        File.WriteAllBytes(files.PathOf(3, 0), DrawnPhoto.Jpeg(9, 9, 50, 50));
        var image = Fingerprint();
        var list = Path.Combine(files.Root, "train2018.json");
        File.WriteAllText(
            list,
            File.ReadAllText(list)
                .Replace("\"image_id\":900,\"category_id\":0", "\"image_id\":900,\"category_id\":1", StringComparison.Ordinal));
        Assert.Equal(3, new[] { before, image, Fingerprint() }.Distinct().Count());

        DataFingerprint Fingerprint() =>
            new DataFiles(
                DatasetName.Inaturalist2018, INaturalist2018.Open(files.Root, ImageFolderOnDisk.Decoding()), new(), _time).Fingerprint();
    }

    private DataFiles Files(DataSplits splits, long mostWholeBytes = DataFiles.MostWholeBytes, FingerprintCache? cache = null) =>
        new(DatasetName.ImageFolder, splits, cache ?? new(), _time, mostWholeBytes);

    private DataFingerprint Cached() => Files(_images.Open(), cache: new(_cache.Path)).Fingerprint();

    private DataFingerprint Fingerprint(ImageFolderOnDisk images, long mostWholeBytes = DataFiles.MostWholeBytes) =>
        Files(images.Open(), mostWholeBytes).Fingerprint();

    private string[] Entries() => Directory.GetFiles(_cache.Path);

    private static void Swap(ImageFolderOnDisk images, string one, string other)
    {
        var aside = images.PathOf("aside");
        File.Move(images.PathOf(one), aside);
        File.Move(images.PathOf(other), images.PathOf(one));
        File.Move(aside, images.PathOf(other));
    }

    private static void Rename(ImageFolderOnDisk images, string from, string to)
    {
        foreach (var split in (string[])["train", "val"]) Directory.Move(images.PathOf($"{split}/{from}"), images.PathOf($"{split}/{to}"));
    }
}
