using System.Text.Json;
using OrleansHybrid.Learning.Failures;

namespace OrleansHybrid.Learning.Data;

/// <summary>
/// The part of a COCO-style JSON file that a classifier needs: <c>images</c> (id, file_name), <c>annotations</c> (image_id,
/// category_id) and <c>categories</c> (id, name). It is read as a stream: the files have 100 MB and more.
/// </summary>
/// <param name="Files">(N) file names, in the file's order.</param>
/// <param name="Labels">(N) place of each image's category among the categories.</param>
/// <param name="Categories">(C) names, in the order of their ids.</param>
internal sealed record CocoAnnotations(string[] Files, int[] Labels, string[] Categories)
{
    /// <exception cref="DataException">The file is no such JSON, or an image has not one category.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static CocoAnnotations Read(string file)
    {
        var (images, annotations, categories) = (new List<Item>(), new Dictionary<long, long>(), new SortedDictionary<long, string>());
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            var json = new JsonFileReader(stream);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject) throw Malformed(file, "it is no JSON object");
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var section = json.Text;
                json.Read();
                if (section is not ("images" or "annotations" or "categories"))
                {
                    json.Skip();
                    continue;
                }

                if (json.TokenType != JsonTokenType.StartArray) throw Malformed(file, $"'{section}' is no array");
                while (json.Read() && json.TokenType == JsonTokenType.StartObject) Add(section, Item.Read(ref json));
            }
        }
        catch (JsonException malformed)
        {
            throw new DataException(
                $"{file} is no JSON from line {malformed.LineNumber + 1}, byte {malformed.BytePositionInLine + 1} on: "
                    + "it is damaged or cut off. "
                + "Unpack it again.", malformed);
        }

        return Join(file, images, annotations, categories);

        void Add(string section, Item item)
        {
            switch (section)
            {
                case "images" when item is { Id: not null, FileName: not null }:
                    images.Add(item);
                    break;
                case "annotations" when item is { ImageId: { } image, CategoryId: { } category }:
                    if (!annotations.TryAdd(image, category) && annotations[image] != category)
                        throw Malformed(
                            file, $"image {image} has two categories, {annotations[image]} and {category}, but a classifier wants one");
                    break;
                case "categories" when item is { Id: { } id, Name: { } name }:
                    if (!categories.TryAdd(id, name)) throw Malformed(file, $"there are two categories {id}");
                    break;
                default:
                    throw Malformed(file, $"an entry of '{section}' lacks its {Item.Needs(section)}");
            }
        }
    }

    private static CocoAnnotations Join(
        string file, List<Item> images, Dictionary<long, long> annotations, SortedDictionary<long, string> categories)
    {
        if (images.Count == 0 || categories.Count == 0) throw Malformed(file, "it names no images or no categories");
        var label = categories.Keys.Select((id, place) => (id, place)).ToDictionary(pair => pair.id, pair => pair.place);
        var labels = new int[images.Count];
        for (var i = 0; i < labels.Length; i++)
        {
            if (!annotations.TryGetValue(images[i].Id!.Value, out var category))
                throw Malformed(file, $"the image {images[i].FileName} has no annotation");
            if (!label.TryGetValue(category, out labels[i]))
                throw Malformed(file, $"the image {images[i].FileName} has the category {category}, which is not among the categories");
        }

        return new([.. images.Select(image => image.FileName!)], labels, [.. categories.Values]);
    }

    private static DataException Malformed(string file, string what) =>
        new($"{file} is not laid out as COCO's annotations: {what}. Unpack it again.");

    /// <summary>An entry of any of the three arrays.</summary>
    private readonly record struct Item(long? Id, string? FileName, string? Name, long? ImageId, long? CategoryId)
    {
        public static string Needs(string section) => section switch
        {
            "images" => "'id' or 'file_name'",
            "annotations" => "'image_id' or 'category_id'",
            _ => "'id' or 'name'",
        };

        public static Item Read(ref JsonFileReader json)
        {
            var item = new Item();
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var key = json.Text;
                json.Read();
                item = key switch
                {
                    "id" => item with { Id = json.Number },
                    "file_name" => item with { FileName = json.Text },
                    "name" => item with { Name = json.Text },
                    "image_id" => item with { ImageId = json.Number },
                    "category_id" => item with { CategoryId = json.Number },
                    _ => item,
                };
                json.Skip();
            }

            return item;
        }
    }
}
