using OrleansHybrid.Learning.Data;

namespace OrleansHybrid.Learning.Tests.Data;

/// <summary>An image folder that a test fills, gone after the test.</summary>
internal sealed class ImageFolderOnDisk : IDisposable
{
    private readonly TemporaryFolder _root = new();

    public string Root => _root.Path;

    /// <summary>Three training images of each of three classes and one test image, all of different sizes.</summary>
    public static ImageFolderOnDisk Filled()
    {
        var folder = new ImageFolderOnDisk();
        string[] classes = ["ant", "bee", "cat"];
        for (var label = 0; label < classes.Length; label++)
        {
            for (var i = 0; i < 3; i++)
                folder.Write($"train/{classes[label]}/{i}.jpg", DrawnPhoto.Jpeg(label, i, 80 + (9 * i), 60 + (7 * label)));
            folder.Write($"val/{classes[label]}/0.png", DrawnPhoto.Png(label, 9, 40, 50));
        }

        return folder;
    }

    public static Decoding Decoding(int side = 32, int threads = 1, ImageCache? cache = null) => new(side, threads, Ahead: false, cache);

    public string PathOf(string name) => Path.Combine(Root, name);

    public void Write(string name, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllBytes(PathOf(name), content);
    }

    /// <summary>Makes a file one that cannot be decoded.</summary>
    public void Break(string name) => File.WriteAllText(PathOf(name), "not an image");

    public DataSplits Open(Decoding? decoding = null) => ImageFolder.Open(Root, decoding ?? Decoding());

    /// <summary>All training images.</summary>
    public ImageFiles Train(Decoding? decoding = null) => All(Open(decoding).Train);

    /// <summary>All test images.</summary>
    public ImageFiles Test(Decoding? decoding = null) => All(Open(decoding).Test);

    public void Dispose() => _root.Dispose();

    private static ImageFiles All(IImageSource source) =>
        Assert.IsType<ImageFiles>(source.Read([.. Enumerable.Range(0, source.Labels.Length)]));
}
