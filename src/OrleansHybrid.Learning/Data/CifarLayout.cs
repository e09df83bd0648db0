using OrleansHybrid.Learning.Failures;

namespace OrleansHybrid.Learning.Data;

/// <summary>
/// A CIFAR data set (Krizhevsky, 2009) in its official binary layout: files of records, each some label bytes and the
/// image's three planes of 32x32.
/// </summary>
internal sealed record CifarLayout
{
    /// <summary>For people: <c>CIFAR-10</c>.</summary>
    public required string Name { get; init; }

    /// <summary>For files and commands: <c>cifar10</c>.</summary>
    public required string Spelling { get; init; }

    /// <summary>The archive's folder.</summary>
    public required string Folder { get; init; }

    /// <summary>In the official order.</summary>
    public required IReadOnlyList<string> TrainFiles { get; init; }

    /// <summary>Records of each of them.</summary>
    public required int TrainFileRecords { get; init; }

    /// <summary>With 10,000 records.</summary>
    public required string TestFile { get; init; }

    /// <summary>Label bytes of a record; the last one is the class.</summary>
    public required int LabelBytes { get; init; }

    /// <summary>The classes' names, one a line; optional.</summary>
    public required string NamesFile { get; init; }

    /// <summary>The classes' names where that file is missing.</summary>
    public required IReadOnlyList<string> StandardNames { get; init; }

    private const int TestRecords = 10_000;

    public int RecordBytes => LabelBytes + ImageSet.ImageBytes;

    public string Remedy =>
        $"Fetch it with `hybrid data download {Spelling} --data DIR`, or download the binary version from "
        + $"https://www.cs.toronto.edu/~kriz/cifar.html and unpack it; then name the folder {Folder} or its parent with --data.";

    /// <summary>Opens the data set: every file's length and every label is checked, no image is kept.</summary>
    /// <param name="directory">The folder that holds the files, or its parent.</param>
    /// <exception cref="DataException">Files are missing, unreadable or damaged.</exception>
    public DataSplits Open(string directory)
    {
        var nested = Path.Combine(directory, Folder);
        var root = Path.GetFullPath(Directory.Exists(nested) ? nested : directory);
        var missing = TrainFiles.Append(TestFile).Where(file => !File.Exists(Path.Combine(root, file))).ToArray();
        if (missing.Length > 0)
            throw new DataException($"{Name} is not complete in {root}: no {string.Join(", ", missing)}. {Remedy}");

        try
        {
            var names = ClassNames(Path.Combine(root, NamesFile));
            return new(
                new CifarSplit(this, [.. TrainFiles.Select(file => Path.Combine(root, file))], TrainFileRecords, names),
                new CifarSplit(this, [Path.Combine(root, TestFile)], TestRecords, names));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{Name} in {root} cannot be read: {exception.Message}", exception);
        }
    }

    private IReadOnlyList<string> ClassNames(string file)
    {
        if (!File.Exists(file)) return StandardNames;
        var names = File.ReadLines(file).Select(line => line.Trim()).Where(line => line.Length > 0).ToArray();
        return names.Length == StandardNames.Count ? names
            : throw new DataException($"{file} names {names.Length} classes, but {Name} has {StandardNames.Count}. {Remedy}");
    }
}
