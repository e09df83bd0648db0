using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Failures;

namespace OrleansHybrid.Learning.Tests.Data;

public sealed class CocoAnnotationsTests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    private string File => Path.Combine(_root.Path, "train2018.json");

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Read_AnyOrderOfSectionsAndIds_JoinsThem()
    {
        var read = Read(
            """
            {"annotations": [{"id": 1, "image_id": 7, "category_id": 20}, {"image_id": 3, "category_id": 10, "bbox": [1, 2, [3]], "segmentation": {"id": 9}}],
             "info": {"year": 2018, "id": {"images": [1]}}, "licenses": [{"id": 1, "name": "CC"}],
             "categories": [{"id": 20, "name": "twenty", "supercategory": "n"}, {"name": "ten", "id": 10}, {"name": "thirty", "id": 30}],
             "images": [{"id": 7, "file_name": "a/7.jpg", "width": 800, "rights_holder": null}, {"file_name": "b/3.jpg", "id": 3}]}
            """);
        Assert.Equal(["a/7.jpg", "b/3.jpg"], read.Files);
        Assert.Equal(["ten", "twenty", "thirty"], read.Categories);
        Assert.Equal([1, 0], read.Labels);
    }

    [Fact]
    public void Read_LargeFileWithLongTokens_IsReadInBlocks()
    {
        var rights = new string('x', 300_000);
        var images = string.Join(',', Enumerable.Range(0, 20_000).Select(i => $$"""{"id": {{i}}, "file_name": "Aves/{{i}}.jpg", "rights_holder": "{{(i == 77 ? rights : "é")}}"}"""));
        var annotations = string.Join(',', Enumerable.Range(0, 20_000).Select(i => $$"""{"image_id": {{i}}, "category_id": {{i % 3}}}"""));
        var read = Read($$"""{"images": [{{images}}], "annotations": [{{annotations}}], "categories": [{"id": 0, "name": "a"}, {"id": 1, "name": "b"}, {"id": 2, "name": "c"}]}""");
        Assert.Equal(Enumerable.Range(0, 20_000).Select(i => $"Aves/{i}.jpg"), read.Files);
        Assert.Equal(Enumerable.Range(0, 20_000).Select(i => i % 3), read.Labels);
    }

    [Theory]
    [InlineData("""{"images": [{"id": 1""", "is no JSON from line 1")]
    [InlineData("{\"images\":\n[{\"id\": 1,]", "is no JSON from line 2")]
    [InlineData("", "is no JSON")]
    [InlineData("[]", "it is no JSON object")]
    [InlineData("{}", "it names no images or no categories")]
    [InlineData("""{"images": 3}""", "'images' is no array")]
    [InlineData("""{"images": [{"file_name": "a.jpg"}]}""", "an entry of 'images' lacks its 'id' or 'file_name'")]
    [InlineData("""{"annotations": [{"image_id": "1", "category_id": 2}]}""", "an entry of 'annotations' lacks its 'image_id' or 'category_id'")]
    [InlineData("""{"categories": [{"id": 1}]}""", "an entry of 'categories' lacks its 'id' or 'name'")]
    [InlineData("""{"categories": [{"id": 1, "name": "a"}, {"id": 1, "name": "b"}]}""", "there are two categories 1")]
    [InlineData("""{"annotations": [{"image_id": 1, "category_id": 2}, {"image_id": 1, "category_id": 3}]}""", "image 1 has two categories, 2 and 3")]
    [InlineData("""{"images": [{"id": 1, "file_name": "a.jpg"}], "categories": [{"id": 1, "name": "a"}]}""", "the image a.jpg has no annotation")]
    [InlineData(
        """{"images": [{"id": 1, "file_name": "a.jpg"}], "categories": [{"id": 1, "name": "a"}], "annotations": [{"image_id": 1, "category_id": 2}]}""",
        "the image a.jpg has the category 2, which is not among the categories")]
    public void Read_FileWithAMistake_NamesFileAndMistake(string content, string expected)
    {
        var message = Assert.Throws<DataException>(() => Read(content)).Message;
        Assert.StartsWith(File, message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    private CocoAnnotations Read(string content)
    {
        System.IO.File.WriteAllText(File, content);
        return CocoAnnotations.Read(File);
    }
}
