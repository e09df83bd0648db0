using OrleansHybrid.Learning.Failures;

namespace OrleansHybrid.Learning.Data;

/// <summary>
/// JPEG and PNG files in a folder for each class: <c>train/CLASS/…</c> to learn from, <c>val/CLASS/…</c>, or else
/// <c>test/CLASS/…</c>, to be judged on. Classes and files are in the ordinal order of their names, so class 0, the head of a
/// long tail that is drawn, is the first by name.
/// </summary>
public static class ImageFolder
{
    private const string Train = "train";

    private const int MostProblems = 10;

    private static readonly string[] TestFolders = ["val", "test"];

    private static readonly string Kinds = string.Join(", ", ClassFolders.Extensions);

    /// <summary>Lists the files; none is opened.</summary>
    /// <param name="directory">The folder that holds <c>train</c>.</param>
    /// <param name="decoding">How to decode them.</param>
    /// <exception cref="DataException">The folder is not laid out so, or cannot be read; every reason is given.</exception>
    public static DataSplits Open(string directory, Decoding decoding)
    {
        var root = Path.GetFullPath(directory);
        var test = TestFolders.FirstOrDefault(name => Directory.Exists(Path.Combine(root, name)));
        if (test is null || !Directory.Exists(Path.Combine(root, Train)))
            throw new DataException(
                $"{root} is no image folder: no {(test is null ? string.Join(" or ", TestFolders) : Train)} in it. "
                + $"Put the images at {Train}/CLASS/NAME.jpg and {TestFolders[0]}/CLASS/NAME.jpg, and name the "
                    + "folder of both with --data.");
        var problems = new List<string>();
        try
        {
            var (train, judged) = (new ClassFolders(root, Train, problems.Add), new ClassFolders(root, test, problems.Add));
            var (classes, there) = (train.Names(), judged.Names().ToHashSet());
            if (classes.Length < 2 && problems.Count == 0)
                problems.Add($"{Path.Combine(root, Train)} has {classes.Length} folders of classes, but a classifier needs two at least.");
            foreach (var name in there.Except(classes).Order(StringComparer.Ordinal))
                problems.Add(
                    $"{Path.Combine(root, test, name)} is a class that {Path.Combine(root, Train)} does not have: "
                        + "give it training images or take it away.");
            var learned = Split(train, root, Train, test, classes, classes.ToHashSet(), decoding, problems);
            var told = Split(judged, root, test, Train, classes, there, decoding, problems);
            if (told.Labels.Length == 0)
                problems.Add($"{Path.Combine(root, test)} has no {Kinds} file in the folders of the classes{But(judged)}.");
            if (problems.Count > 0) throw new DataException(InOneParagraph(problems));
            return new(learned, told);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"The image folder {root} cannot be read: {exception.Message}", exception);
        }
    }

    private static ImageFileSplit Split(
        ClassFolders folders, string root, string split, string others, string[] classes, HashSet<string> there,
        Decoding decoding, List<string> problems)
    {
        var (files, labels) = (new List<string>(), new List<int>());
        for (var label = 0; label < classes.Length; label++)
        {
            var known = problems.Count;
            var found = there.Contains(classes[label]) ? folders.Images(classes[label], others) : [];
            if (found.Length == 0 && split == Train && problems.Count == known)
                problems.Add(
                    $"{Path.Combine(root, split, classes[label])} has no {Kinds} file{But(folders)}: "
                        + "give the class images or take its folder away.");
            files.AddRange(found);
            labels.AddRange(Enumerable.Repeat(label, found.Length));
        }

        return new(
            root, [.. files], [.. labels], classes, decoding, "Put it back, or take it away and start anew.",
            [.. folders.Aside.Sentences(Path.Combine(root, split), Kinds)]);
    }

    /// <summary>What there is in place of images.</summary>
    private static string But(ClassFolders folders) =>
        folders.Aside.Summary is { Length: > 0 } others ? $" (left aside so far: {others})" : "";

    private static string InOneParagraph(List<string> problems) =>
        string.Join(' ', problems.Take(MostProblems))
            + (problems.Count > MostProblems ? $" And {problems.Count - MostProblems} more like these." : "");
}
