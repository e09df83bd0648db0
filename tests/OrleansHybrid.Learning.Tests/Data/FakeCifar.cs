namespace OrleansHybrid.Learning.Tests.Data;

/// <summary>
/// A folder in a binary layout of CIFAR, of the right size and (being sparse) of hardly any space: every label is 0
/// and every pixel black until <see cref="Write"/> says otherwise.
/// </summary>
internal abstract class FakeCifar : IDisposable
{
    private readonly int _recordBytes;

    protected FakeCifar(string folder, int recordBytes, IEnumerable<(string File, int Records)> files)
    {
        _recordBytes = recordBytes;
        Root = Directory.CreateTempSubdirectory("fake-cifar-").FullName;
        Folder = Directory.CreateDirectory(Path.Combine(Root, folder)).FullName;
        foreach (var (file, records) in files) Resize(file, (long)records * recordBytes);
    }

    /// <summary>The parent, which <c>--data</c> may name as well.</summary>
    public string Root { get; }

    public string Folder { get; }

    public void Resize(string file, long bytes)
    {
        using var stream = File.OpenWrite(Path.Combine(Folder, file));
        stream.SetLength(bytes);
    }

    /// <summary>Gives a record its first bytes: labels, then pixels.</summary>
    public void Write(string file, int record, params ReadOnlySpan<byte> bytes)
    {
        using var stream = File.OpenWrite(Path.Combine(Folder, file));
        stream.Position = (long)record * _recordBytes;
        stream.Write(bytes);
    }

    public void Delete(string file) => File.Delete(Path.Combine(Folder, file));

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
