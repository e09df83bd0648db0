using OrleansHybrid.Learning.Augmentation;

namespace OrleansHybrid.Learning.Data;

/// <summary>The buffers with which one thread reads images of files and makes views of them.</summary>
internal sealed class ImageReader(Decoding decoding)
{
    /// <summary>What a file may have: an image of as many pixels as are decoded has less.</summary>
    private const long MostBytes = 1L << 29;

    private readonly FileBuffer _buffer = new();
    private readonly ImageDecoder _decoder = new(decoding.ShorterSide);

    /// <summary>The image that was read last.</summary>
    public RgbImage Image { get; } = new();

    public ResizedCrop Crop { get; } = new(decoding.Side);

    /// <summary>Reads an image from the cache, or else from its file.</summary>
    /// <param name="root">The data set's folder.</param>
    /// <param name="name">Path of the file in it.</param>
    /// <returns>Null, or else why it cannot be decoded.</returns>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not read it.</exception>
    public string? Read(string root, string name)
    {
        var file = new FileInfo(Path.Combine(root, name));
        if (!file.Exists) throw new FileNotFoundException("it is missing");
        // A link has a length and a time of its own.
        if ((file.Attributes & FileAttributes.ReparsePoint) != 0)
            file = new(file.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? file.FullName);
        // A pipe or a device has none, and would not end or never begin.
        if (file.Length == 0) return "it is empty";
        if (file.Length > MostBytes) return $"it has {file.Length:N0} bytes, more than an image has";
        if (decoding.Cache is not { } cache) return _decoder.Decode(_buffer.Read(file.FullName), Image);

        var entry = cache.Entry(file, name, decoding.ShorterSide);
        if (ImageCache.TryRead(entry, _buffer, Image)) return null;
        var fault = _decoder.Decode(_buffer.Read(file.FullName), Image);
        if (fault is null) cache.Write(entry, Image);
        return fault;
    }
}
