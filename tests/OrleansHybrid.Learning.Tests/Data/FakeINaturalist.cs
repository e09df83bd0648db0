using System.Text.Json;

namespace OrleansHybrid.Learning.Tests.Data;

/// <summary>
/// A small data set in iNaturalist 2018's format: JSON lists, and photos at the paths that they give. A long tail of 30 classes
/// with three training images to one, and one test image of each.
/// </summary>
internal sealed class FakeINaturalist : IDisposable
{
    public const int Classes = 30;

    private readonly TemporaryFolder _root = new();

    public FakeINaturalist()
    {
        // As in the real lists, ids do not begin at zero and images come in no order of their classes.
        Write(
            "train2018.json",
            [
                .. from round in Enumerable
                    .Range(0, 3) from label in Enumerable
                    .Range(0, Classes) where round < TrainImages(label) select (label, round),
            ]);
        Write("val2018.json", [.. from label in Enumerable.Range(0, Classes) select (label, 100)]);
    }

    public string Root => _root.Path;

    public static int TrainImages(int label) => 1 + ((Classes - 1 - label) * 3 / Classes);

    public string PathOf(int label, int number) => Path.Combine(Root, Name(label, number));

    public void Dispose() => _root.Dispose();

    private static string Name(int label, int number) => $"train_val2018/Plantae/{label:D4}/{(label * 1000) + number:x8}.jpg";

    private void Write(string list, (int Label, int Number)[] images)
    {
        foreach (var (label, number) in images)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(PathOf(label, number))!);
            File.WriteAllBytes(PathOf(label, number), DrawnPhoto.Jpeg(label, number, 120 + (label % 7), 100 - (3 * number % 10)));
        }

        File.WriteAllText(Path.Combine(Root, list), JsonSerializer.Serialize(new
        {
            info = new { year = 2018, version = "1.0" },
            images = images.Select((image, i) =>
                new { license = 1, file_name = Name(image.Label, image.Number), rights_holder = "nobody", id = 900 + i }),
            annotations = images.Select((image, i) => new { id = i, image_id = 900 + i, category_id = image.Label }),
            categories = Enumerable.Range(0, Classes)
                .Select(label => new { id = label, name = $"plant {label}", supercategory = "Plantae" }),
        }));
    }
}
