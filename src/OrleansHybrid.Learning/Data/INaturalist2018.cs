using OrleansHybrid.Learning.Failures;

namespace OrleansHybrid.Learning.Data;

/// <summary>
/// iNaturalist 2018 (Van Horn et al., 2018) in its official layout: 437,513 training and 24,426 validation images of 8,142
/// classes, as JPEGs at the paths that <c>train2018.json</c> and <c>val2018.json</c> give. Classes are in the order of their ids.
/// </summary>
public static class INaturalist2018
{
    private const string Folder = "inaturalist2018", Train = "train2018.json", Test = "val2018.json";

    private const string Remedy =
        "Download train_val2018.tar.gz (120 GB), train2018.json.tar.gz and val2018.json.tar.gz from "
        + "https://github.com/visipedia/inat_comp/tree/master/2018 and unpack them into one folder; then name it with --data.";

    /// <summary>Reads the lists; no image is opened.</summary>
    /// <param name="directory">The folder that holds the JSON files, or its parent, where it is called inaturalist2018.</param>
    /// <param name="decoding">How to decode the images.</param>
    /// <exception cref="DataException">The lists are missing, unreadable or damaged, or there are no images beside them.</exception>
    public static DataSplits Open(string directory, Decoding decoding)
    {
        var nested = Path.Combine(directory, Folder);
        var root = Path.GetFullPath(Directory.Exists(nested) ? nested : directory);
        var missing = new[] { Train, Test }.Where(file => !File.Exists(Path.Combine(root, file))).ToArray();
        if (missing.Length > 0)
            throw new DataException($"iNaturalist 2018 is not complete in {root}: no {string.Join(", ", missing)}. {Remedy}");
        try
        {
            var (train, test) = (CocoAnnotations.Read(Path.Combine(root, Train)), CocoAnnotations.Read(Path.Combine(root, Test)));
            if (!train.Categories.SequenceEqual(test.Categories))
                throw new DataException($"{Train} and {Test} in {root} name different categories: they are not of one data set. {Remedy}");
            var absent = Enumerable.Range(0, train.Categories.Length).Except(train.Labels).Order().ToArray();
            if (absent.Length > 0)
                throw new DataException(
                    $"{Path.Combine(root, Train)} has no image of the category {train.Categories[absent[0]]}. {Remedy}");
            return new(Split(root, Train, train, decoding), Split(root, Test, test, decoding));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"iNaturalist 2018 in {root} cannot be read: {exception.Message}", exception);
        }
    }

    private static ImageFileSplit Split(string root, string list, CocoAnnotations annotations, Decoding decoding)
    {
        foreach (var file in annotations.Files)
            if (Path.IsPathRooted(file) || file.Split('/', '\\').Contains(".."))
                throw new DataException($"{Path.Combine(root, list)} names the image {file}, which lies outside of {root}. {Remedy}");
        var first = Path.Combine(root, annotations.Files[0]);
        if (!File.Exists(first)) throw new DataException($"iNaturalist 2018 is not complete in {root}: no {first}. {Remedy}");
        return new(root, annotations.Files, annotations.Labels, annotations.Categories, decoding, Remedy);
    }
}
