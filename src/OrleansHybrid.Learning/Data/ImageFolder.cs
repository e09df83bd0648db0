namespace OrleansHybrid.Learning.Data;

/// <summary>
/// JPEG and PNG files in a folder for each class: <c>train/CLASS/…</c> to learn from, <c>val/CLASS/…</c>, or else
/// <c>test/CLASS/…</c>, to be judged on. Classes and files are in the ordinal order of their names, so class 0, the head of a
/// long tail that is drawn, is the first by name.
/// </summary>
public static class ImageFolder
{
    private const string Train = "train";

    private static readonly string[] TestFolders = ["val", "test"], Extensions = [".jpg", ".jpeg", ".png"];

    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true };

    /// <summary>Lists the files; none is opened.</summary>
    /// <param name="directory">The folder that holds <c>train</c>.</param>
    /// <param name="decoding">How to decode them.</param>
    /// <exception cref="DataException">The folder is not laid out so, or cannot be read.</exception>
    public static DataSplits Open(string directory, Decoding decoding)
    {
        var root = Path.GetFullPath(directory);
        var test = TestFolders.FirstOrDefault(name => Directory.Exists(Path.Combine(root, name)));
        if (test is null || !Directory.Exists(Path.Combine(root, Train)))
            throw new DataException(
                $"{root} is no image folder: no {(test is null ? string.Join(" or ", TestFolders) : Train)} in it. "
                + $"Put the images at {Train}/CLASS/NAME.jpg and {TestFolders[0]}/CLASS/NAME.jpg, and name the folder of both with --data.");
        try
        {
            string[] classes = [.. Directory.EnumerateDirectories(Path.Combine(root, Train)).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];
            if (classes.Length < 2)
                throw new DataException($"{Path.Combine(root, Train)} has {classes.Length} folders of classes, but a classifier needs two at least.");
            var strange = Directory.EnumerateDirectories(Path.Combine(root, test)).Select(path => Path.GetFileName(path)!).Except(classes).Order().ToArray();
            if (strange.Length > 0)
                throw new DataException(
                    $"{Path.Combine(root, test, strange[0])} is a class that {Path.Combine(root, Train)} does not have: "
                    + "give it training images or take it away.");
            return new(Split(root, Train, classes, decoding), Split(root, test, classes, decoding));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"The image folder {root} cannot be read: {exception.Message}", exception);
        }
    }

    private static ImageFileSplit Split(string root, string split, string[] classes, Decoding decoding)
    {
        var (files, labels) = (new List<string>(), new List<int>());
        for (var label = 0; label < classes.Length; label++)
        {
            var folder = Path.Combine(root, split, classes[label]);
            var found = Directory.Exists(folder) ? Images(root, folder) : [];
            if (found.Length == 0 && split == Train)
                throw new DataException($"{folder} has no {string.Join(", ", Extensions)} file: give the class images or take its folder away.");
            files.AddRange(found);
            labels.AddRange(Enumerable.Repeat(label, found.Length));
        }

        if (files.Count == 0) throw new DataException($"{Path.Combine(root, split)} has no {string.Join(", ", Extensions)} file in the folders of the classes.");
        return new(root, [.. files], [.. labels], classes, decoding, "Put it back, or take it away and start anew.");
    }

    /// <summary>Paths within the root, with slashes on every system.</summary>
    private static string[] Images(string root, string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", Everything)
            .Where(file => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
            .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];
}
