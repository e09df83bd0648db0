using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Failures;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Learning.Tests.Data;

public sealed class INaturalist2018Tests : IDisposable
{
    private readonly FakeINaturalist _files = new();

    private string Train => Path.Combine(_files.Root, "train2018.json");

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public void Select_AnyImbalance_TakesTheNaturalLongTail(double imbalance)
    {
        var recipe = new Recipe { Dataset = DatasetName.Inaturalist2018, Imbalance = imbalance };
        var selection = DataSets.Select(recipe, _files.Root);
        Assert.Equal(Enumerable.Range(0, 30).Select(FakeINaturalist.TrainImages), selection.TrainCountByClass());
        Assert.Equal(Enumerable.Repeat(1, 30), selection.TestCountByClass());
        Assert.Equal("plant 29", selection.Splits.Train.ClassNames[29]);
        var capped = DataSets.Select(recipe with { HeadImages = 2 }, _files.Root).TrainCountByClass();
        Assert.Equal(Enumerable.Range(0, 30).Select(label => Math.Min(2, FakeINaturalist.TrainImages(label))), capped);
    }

    [Fact]
    public void Load_EveryImage_HasTheClassOfItsFile()
    {
        var (train, test) = DataSets.Load(new Recipe { Dataset = DatasetName.Inaturalist2018, ImageSize = 8 }, _files.Root);
        var views = new float[train.Count * train.ViewLength];
        Assert.Equal(train.Count, train.Plain([.. Enumerable.Range(0, train.Count)], views).Length);
        Assert.Equal(
            (8, 8, 224),
            (
                train.ViewSide,
                test.ViewSide,
                DataSets.Load(new Recipe { Dataset = DatasetName.Inaturalist2018 }, _files.Root).Test.ViewSide));
        Assert.Equal(0, train.Undecodable);
    }

    [Fact]
    public void Open_ListsMissing_NamesThemAndWhereToGetThem()
    {
        var message = Refusal(Path.Combine(_files.Root, "train_val2018"));
        Assert.Contains("no train2018.json, val2018.json", message, StringComparison.Ordinal);
        Assert.Contains("https://github.com/visipedia/inat_comp/tree/master/2018", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_ImagesMissing_NamesTheFirst()
    {
        Directory.Delete(Path.Combine(_files.Root, "train_val2018"), recursive: true);
        Assert.Contains($"no {_files.PathOf(0, 0)}", Refusal(_files.Root), StringComparison.Ordinal);
    }

    [Fact]
    public void RequireFiles_SomeMissing_CountsThem()
    {
        File.Delete(_files.PathOf(3, 1));
        File.Delete(_files.PathOf(4, 0));
        var selection = DataSets.Select(new Recipe { Dataset = DatasetName.Inaturalist2018 }, _files.Root);
        var train = Assert.IsType<ImageFileSplit>(selection.Splits.Train);
        var message = Assert.Throws<DataException>(train.RequireFiles).Message;
        Assert.StartsWith(
            $"2 of {train.Labels.Length} images are missing in {_files.Root}, the first is train_val2018/",
            message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plant 7\"", "other\"", "name different categories")]
    [InlineData("\"category_id\":29}", "\"category_id\":28}", "has no image of the category plant 29")]
    [InlineData("train_val2018/Plantae/0000/00000001.jpg", "train_val2018/../../x.jpg", "which lies outside")]
    [InlineData("train_val2018/Plantae/0000/00000001.jpg", "/etc/passwd", "which lies outside")]
    public void Open_ListsThatDoNotFit_AreRefused(string text, string replacement, string expected)
    {
        var content = File.ReadAllText(Train);
        Assert.Contains(text, content, StringComparison.Ordinal);
        File.WriteAllText(Train, content.Replace(text, replacement, StringComparison.Ordinal));
        Assert.Contains(expected, Refusal(_files.Root), StringComparison.Ordinal);
    }

    private static string Refusal(string directory) =>
        Assert.Throws<DataException>(() => INaturalist2018.Open(directory, ImageFolderOnDisk.Decoding())).Message;
}
