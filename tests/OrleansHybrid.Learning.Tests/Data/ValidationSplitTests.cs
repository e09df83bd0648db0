using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Failures;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Learning.Tests.Data;

/// <summary>Which images are held out to choose by: those that the published draw leaves over, and else its last ones.</summary>
public sealed class ValidationSplitTests
{
    private static readonly Recipe LongTailed = new() { Imbalance = 100, Validation = 100 };

    [Fact]
    public void KnownSizes_OfTheBuiltInImages_AreTheirs()
    {
        var (sizes, splits) = (KnownSizes.Of(DatasetName.Synthetic)!, SyntheticImages.Splits);

        Assert.Equal(
            Enumerable.Repeat((sizes.TrainImages, sizes.TestImages), sizes.Classes),
            Enumerable.Range(0, splits.Train.ClassNames.Count).Select(label =>
                (splits.Train.Labels.Count(own => own == label), splits.Test.Labels.Count(own => own == label))));
    }

    [Fact]
    public void Select_BuiltInImages_HoldsOutWhatFollowsTheDraw_AndTheEndOfTheHeadsDraw()
    {
        var (plain, split) = (DataSets.Select(LongTailed with { Validation = 0 }, null), DataSets.Select(LongTailed, null));
        var labels = split.Splits.Train.Labels;
        var classes = LongTail.ByClass(labels, 10, 100, headImages: 0, seed: 0);

        Assert.Empty(plain.ValidationIndices);
        Assert.Equal(plain.TestIndices, split.TestIndices);
        Assert.Equal([500, 299, 179, 107, 64, 38, 23, 13, 8, 5], plain.TrainCountByClass());
        Assert.Equal([400, 299, 179, 107, 64, 38, 23, 13, 8, 5], split.TrainCountByClass());
        // All of the head is drawn: what is trained on is the beginning of the published draw.
        Assert.Equal(plain.TrainIndices[..400], split.TrainIndices[..400]);
        Assert.Equal(plain.TrainIndices[500..], split.TrainIndices[400..]);
        foreach (var (label, (shuffled, size)) in classes.Index())
        {
            var first = Math.Min(size, 400);
            Assert.Equal(shuffled[first..(first + 100)], split.ValidationIndices[(100 * label)..(100 * (label + 1))]);
        }

        Assert.Empty(split.TrainIndices.Intersect(split.ValidationIndices));
        Assert.Equal(1_000, split.ValidationIndices.Distinct().Count());
    }

    [Fact]
    public void Select_FewerThanTheHeadLeavesOver_ChangeNothingThatIsTrainedOn()
    {
        var recipe = LongTailed with { HeadImages = 300, Validation = 200 };
        Assert.Equal(DataSets.Select(recipe with { Validation = 0 }, null).TrainIndices, DataSets.Select(recipe, null).TrainIndices);
    }

    [Fact]
    public void Load_BuiltInImages_TellsTheSameImagesAsTheirNumbers()
    {
        var recipe = LongTailed with { HeadImages = 20, Imbalance = 5, Validation = 7, TestImages = 3 };
        var (selection, data) = (DataSets.Select(recipe, null), DataSets.Load(recipe, null));

        Assert.Equal(Enumerable.Repeat(7, 10), data.Validation!.CountByClass());
        Assert.Equal(
            selection.Splits.Train.ReadIntoMemory(selection.ValidationIndices).Pixels, Assert.IsType<ImageSet>(data.Validation).Pixels);
        Assert.Equal(selection.TrainCountByClass(), data.Train.CountByClass());
        Assert.Null(DataSets.Load(recipe with { Validation = 0 }, null).Validation);
    }

    [Fact]
    public void Select_ABalancedSet_TrainsOnThatManyFewerOfEachClass()
    {
        var selection = DataSets.Select(LongTailed with { Imbalance = 1, Validation = 120 }, null);
        Assert.Equal(Enumerable.Repeat(380, 10), selection.TrainCountByClass());
    }

    [Fact]
    public void Select_RealCifar10_TakesOnlyFromTheDrawOfTheHead()
    {
        var directory = RealCifar10.DirectoryOrSkip();
        var recipe = LongTailed with { Dataset = DatasetName.Cifar10 };
        var (plain, split) = (DataSets.Select(recipe with { Validation = 0 }, directory), DataSets.Select(recipe, directory));

        Assert.Equal(Enumerable.Repeat(100, 10), split.ValidationIndices.CountBy(index => split.Splits.Train.Labels[index]).Select(
            count => count.Value));
        Assert.Equal([4_900, 2997, 1796, 1077, 645, 387, 232, 139, 83, 50], split.TrainCountByClass());
        Assert.Empty(split.TrainIndices.Except(plain.TrainIndices));
        Assert.Empty(split.TrainIndices.Intersect(split.ValidationIndices));
    }

    [Fact]
    public void Load_AnImageFolder_HoldsOutWholeFiles_AndSaysOnceWhatItLeavesAside()
    {
        using var folder = ImageFolderOnDisk.Filled();
        folder.Write("train/ant/notes.txt", [1]);
        var recipe = new Recipe { Dataset = DatasetName.ImageFolder, Imbalance = 1, Validation = 1, ImageSize = 32 };

        var (selection, data) = (DataSets.Select(recipe, folder.Root), DataSets.Load(recipe, folder.Root));

        Assert.Equal([2, 2, 2], data.Train.CountByClass());
        Assert.Equal([1, 1, 1], data.Validation!.CountByClass());
        Assert.Equal(Enumerable.Range(0, 9), selection.TrainIndices.Concat(selection.ValidationIndices).Order());
        var (all, shown) = (new float[9 * data.Train.ViewLength], new float[3 * data.Train.ViewLength]);
        folder.Train().Plain([.. Enumerable.Range(0, 9)], all);
        data.Validation.Plain([0, 1, 2], shown);
        Assert.Equal(
            selection.ValidationIndices.SelectMany(index => all.Skip(index * data.Train.ViewLength).Take(data.Train.ViewLength)), shown);
        Assert.Contains("notes.txt", Assert.Single(data.Train.TakeWarnings()), StringComparison.Ordinal);
        Assert.Empty(data.Validation.TakeWarnings());
    }

    [Fact]
    public void Select_MoreThanAClassOfAFolderHas_NamesTheClassTheFolderAndTheRemedy()
    {
        using var folder = ImageFolderOnDisk.Filled();
        folder.Write("train/ant/3.jpg", DrawnPhoto.Jpeg(0, 3, 50, 50));
        var recipe = new Recipe { Dataset = DatasetName.ImageFolder, Imbalance = 1, Validation = 3 };

        Assert.Equal(
            $"3 images of each class cannot be held out as `validation`: the class bee in {Path.GetFullPath(folder.Root)} has 3 training "
                + "images, of which 1 must be left to train on; set it to 2 or less.",
            Assert.Throws<DataException>(() => DataSets.Select(recipe, folder.Root)).Message);
        Assert.Contains(
            "of which 3, an image and its positives_per_anchor, must be left to train on; set it to 0",
            Assert.Throws<DataException>(() => DataSets.Select(
                recipe with { Validation = 1, ContrastiveSampler = ContrastiveSamplerName.Positives }, folder.Root)).Message,
            StringComparison.Ordinal);
    }
}
