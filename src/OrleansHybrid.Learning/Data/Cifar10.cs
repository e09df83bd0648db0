namespace OrleansHybrid.Learning.Data;

/// <summary>
/// CIFAR-10 (Krizhevsky, 2009) in its official binary layout: five files of 10,000 training images and one of 10,000 test
/// images.
/// </summary>
public static class Cifar10
{
    private const string Folder = "cifar-10-batches-bin", TestFile = "test_batch.bin", NamesFile = "batches.meta.txt";

    private const string Remedy =
        "Download the binary version (cifar-10-binary.tar.gz) from https://www.cs.toronto.edu/~kriz/cifar.html, unpack it, "
        + $"and name the folder {Folder} or its parent with --data.";

    private static readonly string[] TrainFiles = [.. Enumerable.Range(1, 5).Select(number => $"data_batch_{number}.bin")];

    private static readonly string[] StandardNames =
        ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <summary>Opens the dataset: every file's length and every label is checked, no image is kept.</summary>
    /// <param name="directory">The folder that holds the files, or its parent.</param>
    /// <exception cref="DataException">Files are missing, unreadable or damaged.</exception>
    public static DataSplits Open(string directory)
    {
        var nested = Path.Combine(directory, Folder);
        var root = Path.GetFullPath(Directory.Exists(nested) ? nested : directory);
        var missing = TrainFiles.Append(TestFile).Where(file => !File.Exists(Path.Combine(root, file))).ToArray();
        if (missing.Length > 0)
            throw new DataException($"CIFAR-10 is not complete in {root}: no {string.Join(", ", missing)}. {Remedy}");

        try
        {
            var names = ClassNames(Path.Combine(root, NamesFile));
            return new(
                new Cifar10Split([.. TrainFiles.Select(file => Path.Combine(root, file))], names),
                new Cifar10Split([Path.Combine(root, TestFile)], names));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"CIFAR-10 in {root} cannot be read: {exception.Message}", exception);
        }
    }

    private static string[] ClassNames(string file)
    {
        if (!File.Exists(file)) return StandardNames;
        var names = File.ReadLines(file).Select(line => line.Trim()).Where(line => line.Length > 0).ToArray();
        return names.Length == StandardNames.Length ? names
            : throw new DataException($"{file} names {names.Length} classes, but CIFAR-10 has {StandardNames.Length}. {Remedy}");
    }
}
