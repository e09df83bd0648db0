namespace OrleansHybrid.Learning.Data;

/// <summary>Files of 10,000 records each, taken as one sequence; a record is a label byte and the image's three planes.</summary>
internal sealed class Cifar10Split : IImageSource
{
    private const int FileRecords = 10_000, RecordBytes = 1 + ImageSet.ImageBytes, BlockRecords = 250;
    private readonly string[] _files;

    /// <exception cref="DataException">A file is not 10,000 records long, or a label names no class.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public Cifar10Split(string[] files, IReadOnlyList<string> classNames)
    {
        (_files, ClassNames, Labels) = (files, classNames, new int[files.Length * FileRecords]);
        for (var file = 0; file < files.Length; file++)
            ReadLabels(files[file], Labels.AsSpan(file * FileRecords, FileRecords));
    }

    public IReadOnlyList<string> ClassNames { get; }

    public int[] Labels { get; }

    public ImageSet Read(ReadOnlySpan<int> indices)
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
                    if (indices[i] / FileRecords != file) continue;
                    labels[i] = Labels[indices[i]];
                    stream.Position = (indices[i] % FileRecords * (long)RecordBytes) + 1;
                    stream.ReadExactly(pixels, i * ImageSet.ImageBytes, ImageSet.ImageBytes);
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new DataException($"{_files[file]} can no longer be read: {exception.Message}", exception);
            }
        }

        return new(pixels, labels, ClassNames);
    }

    private void ReadLabels(string file, Span<int> labels)
    {
        using var stream = OpenRead(file);
        if (stream.Length != FileRecords * RecordBytes)
            throw new DataException(
                $"{file} has {stream.Length:N0} bytes, but {FileRecords:N0} records of {RecordBytes:N0} bytes make "
                + $"{FileRecords * RecordBytes:N0}: it is damaged or not in CIFAR-10's binary layout. Unpack the archive again.");

        var block = new byte[BlockRecords * RecordBytes];
        for (var record = 0; record < FileRecords; record++)
        {
            if (record % BlockRecords == 0) stream.ReadExactly(block);
            var label = block[record % BlockRecords * RecordBytes];
            if (label >= ClassNames.Count)
                throw new DataException(
                    $"{file} gives record {record:N0} (from 0) the label {label}, but CIFAR-10's labels are 0 to {ClassNames.Count - 1}: "
                    + "it is damaged or another dataset. Unpack the archive again.");
            labels[record] = label;
        }
    }

    // Records are read whole or in large blocks: a buffer in the stream would only copy them once more.
    private static FileStream OpenRead(string file) => new(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
}
