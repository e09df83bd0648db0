using OrleansHybrid.Learning.Data;

namespace OrleansHybrid.Learning.Tests.Data;

/// <summary>
/// A folder in CIFAR-10's binary layout, of the right size and (being sparse) of hardly any space: every label is 0
/// and every pixel black until <see cref="Write"/> says otherwise.
/// </summary>
internal sealed class FakeCifar10 : IDisposable
{
    public const int RecordBytes = 1 + ImageSet.ImageBytes, FileBytes = 10_000 * RecordBytes;

    public FakeCifar10()
    {
        Root = Directory.CreateTempSubdirectory("fake-cifar-10-").FullName;
        Folder = Directory.CreateDirectory(Path.Combine(Root, "cifar-10-batches-bin")).FullName;
        foreach (var file in Files) Resize(file, FileBytes);
    }

    public static IEnumerable<string> Files => [.. Enumerable.Range(1, 5).Select(number => $"data_batch_{number}.bin"), "test_batch.bin"];

    /// <summary>The parent, which <c>--data</c> may name as well.</summary>
    public string Root { get; }

    public string Folder { get; }

    public void Resize(string file, long bytes)
    {
        using var stream = File.OpenWrite(Path.Combine(Folder, file));
        stream.SetLength(bytes);
    }

    public void Write(string file, int record, byte label, params ReadOnlySpan<byte> pixels)
    {
        using var stream = File.OpenWrite(Path.Combine(Folder, file));
        stream.Position = (long)record * RecordBytes;
        stream.WriteByte(label);
        stream.Write(pixels);
    }

    public void Delete(string file) => File.Delete(Path.Combine(Folder, file));

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
