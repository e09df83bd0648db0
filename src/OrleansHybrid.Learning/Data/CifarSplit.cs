using OrleansHybrid.Learning.Failures;

namespace OrleansHybrid.Learning.Data;

/// <summary>Files of equally many records, taken as one sequence.</summary>
internal sealed class CifarSplit : IImageSource
{
    private const int BlockRecords = 250;
    private readonly CifarLayout _layout;
    private readonly string[] _files;
    private readonly int _fileRecords;

    /// <exception cref="DataException">A file does not have that many records, or a label names no class.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public CifarSplit(CifarLayout layout, string[] files, int fileRecords, IReadOnlyList<string> classNames)
    {
        Files = new(Path.GetDirectoryName(files[0])!, [.. files.Select(file => Path.GetFileName(file))], layout.Remedy);
        (_layout, _files, _fileRecords) = (layout, files, fileRecords);
        (ClassNames, Labels) = (classNames, new int[files.Length * fileRecords]);
        for (var file = 0; file < files.Length; file++)
            ReadLabels(files[file], Labels.AsSpan(file * fileRecords, fileRecords));
    }

    public IReadOnlyList<string> ClassNames { get; }

    public int[] Labels { get; }

    public SourceFiles Files { get; }

    public LabelledImages Read(ReadOnlySpan<int> indices)
    {
        var pixels = new byte[indices.Length * ImageSet.ImageBytes];
        var labels = new int[indices.Length];
        for (var file = 0; file < _files.Length; file++)
        {
            try
            {
                using var stream = OpenRead(_files[file]);
                for (var i = 0; i < indices.Length; i++)
                {
                    if (indices[i] / _fileRecords != file) continue;
                    labels[i] = Labels[indices[i]];
                    stream.Position = (indices[i] % _fileRecords * (long)_layout.RecordBytes) + _layout.LabelBytes;
                    stream.ReadExactly(pixels, i * ImageSet.ImageBytes, ImageSet.ImageBytes);
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new DataException($"{_files[file]} can no longer be read: {exception.Message}", exception);
            }
        }

        return new ImageSet(pixels, labels, ClassNames);
    }

    private void ReadLabels(string file, Span<int> labels)
    {
        var recordBytes = _layout.RecordBytes;
        using var stream = OpenRead(file);
        if (stream.Length != (long)_fileRecords * recordBytes)
            throw new DataException(
                $"{file} has {stream.Length:N0} bytes, but {_fileRecords:N0} records of {recordBytes:N0} bytes make "
                + $"{(long)_fileRecords * recordBytes:N0}: it is damaged or not in {_layout.Name}'s binary layout. "
                    + "Unpack the archive again.");

        var block = new byte[BlockRecords * recordBytes];
        for (var record = 0; record < labels.Length; record++)
        {
            if (record % BlockRecords == 0) stream.ReadExactly(block);
            var label = block[(record % BlockRecords * recordBytes) + _layout.LabelBytes - 1];
            if (label >= ClassNames.Count)
                throw new DataException(
                    $"{file} gives record {record:N0} (from 0) the label {label}, but {_layout.Name}'s labels are 0 to "
                        + $"{ClassNames.Count - 1}: "
                    + "it is damaged or another dataset. Unpack the archive again.");
            labels[record] = label;
        }
    }

    // Records are read whole or in large blocks: a buffer in the stream would only copy them once more.
    private static FileStream OpenRead(string file) => new(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
}
