using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Failures;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Learning.Tests.Data;

public sealed class ImageFolderTests : IDisposable
{
    private static readonly byte[] Photo = DrawnPhoto.Jpeg(0, 0, 8, 8);

    private readonly ImageFolderOnDisk _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_FilesOfManyKinds_AreListedInOrdinalOrder()
    {
        Write("train/b/2.JPG", "train/b/10.jpeg", "train/b/notes.txt", "train/b/deeper/1.png", "train/Z/x.jpg", "train/a/y.jpg");
        Write("test/b/t.jpg");
        var (train, test) = _folder.Open();
        Assert.Equal(["Z", "a", "b"], train.ClassNames);
        Assert.Equal([0, 1, 2, 2, 2], train.Labels);
        Assert.Equal([2], test.Labels);
        // Their order is part of every result.
        _folder.Break("train/b/10.jpeg");
        Assert.Equal(
            _folder.PathOf("train/b/10.jpeg"), Assert.Single(Assert.IsType<ImageFileSplit>(train).FindUndecodable([2, 3, 4])).File);
        Assert.Single(Assert.IsType<ImageFileSplit>(train).FindUndecodable([2]));
    }

    [Fact]
    public void Open_ValAndTest_TakesVal()
    {
        Write("train/a/0.jpg", "train/b/0.jpg", "val/a/0.jpg", "test/a/0.jpg", "test/b/0.jpg");
        Assert.Equal([0], _folder.Open().Test.Labels);
    }

    [Fact]
    public void Open_NothingThere_SaysHowToLayItOut()
    {
        var message = Refusal();
        Assert.Contains(_folder.Root, message, StringComparison.Ordinal);
        Assert.Contains("train/CLASS/NAME.jpg and val/CLASS/NAME.jpg", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NoTestImages_NamesBothFolders()
    {
        Write("train/a/0.jpg", "train/b/0.jpg");
        Assert.Contains("no val or test in it", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_ClassWithoutImages_NamesItsFolder()
    {
        Write("train/a/0.jpg", "train/b/0.txt", "val/a/0.jpg");
        Assert.StartsWith($"{_folder.PathOf("train/b")} has no .jpg, .jpeg, .png file", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_TestClassWithoutTraining_NamesItsFolder()
    {
        Write("train/a/0.jpg", "train/b/0.jpg", "val/c/0.jpg");
        Assert.StartsWith($"{_folder.PathOf("val/c")} is a class that", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_OneClass_IsRefused()
    {
        Write("train/a/0.jpg", "val/a/0.jpg");
        Assert.Contains("1 folders of classes", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Select_FolderWithALongTailOfItsOwn_IsTakenAsItIsOrWithARemedy()
    {
        Write([.. Enumerable.Range(0, 9).Select(i => $"train/a/{i}.jpg"), "train/b/0.jpg", "train/b/1.jpg", "val/a/0.jpg"]);
        var recipe = new Recipe { Dataset = DatasetName.ImageFolder, Imbalance = 1 };
        Assert.Equal([9, 2], Counts(recipe));
        Assert.Equal([3, 2], Counts(recipe with { HeadImages = 3 }));
        var refusal = Assert.Throws<DataException>(() => Counts(recipe with { Imbalance = 4 })).Message;
        Assert.Contains("have 2 to 9 images: set `imbalance` to 1", refusal, StringComparison.Ordinal);
        Assert.Equal([8, 2], Counts(recipe with { Imbalance = 4, HeadImages = 8 }));
    }

    private int[] Counts(Recipe recipe) => DataSets.Select(recipe, _folder.Root).TrainCountByClass();

    private void Write(params string[] names)
    {
        foreach (var name in names) _folder.Write(name, Photo);
    }

    private string Refusal() => Assert.Throws<DataException>(() => _folder.Open()).Message;
}
