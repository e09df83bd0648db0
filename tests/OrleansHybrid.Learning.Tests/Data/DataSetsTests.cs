using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Failures;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Learning.Tests.Data;

public sealed class DataSetsTests
{
    [Theory]
    [InlineData(DatasetName.Cifar10, "cifar10 is read")]
    [InlineData(DatasetName.Cifar100, "cifar100 is read")]
    public void Load_CifarWithoutDirectory_AsksForIt(DatasetName dataset, string expected)
    {
        var refusal = Assert.Throws<DataException>(() => DataSets.Load(new Recipe { Dataset = dataset }, dataDirectory: null));
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("--data DIR", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_Cifar10_ReadsWhatSelectNames()
    {
        var directory = RealCifar10.DirectoryOrSkip();
        var recipe = new Recipe { Dataset = DatasetName.Cifar10, Imbalance = 100, HeadImages = 200, TestImages = 3 };
        var selection = DataSets.Select(recipe, directory);
        var loaded = DataSets.Load(recipe, directory);
        Assert.Equal(LongTail.ClassSizes(200, 10, 100), selection.TrainCountByClass());
        Assert.Equal(selection.TrainCountByClass(), loaded.Train.CountByClass());
        Assert.Equal(selection.TestCountByClass(), loaded.Test.CountByClass());
        Assert.Equal(
            selection.Splits.Train.ReadIntoMemory(selection.TrainIndices[17]).Pixels,
            Assert.IsType<ImageSet>(loaded.Train).Select([17]).Pixels);
    }

    [Theory]
    [InlineData(0, 10_000)]
    [InlineData(5, 50)]
    [InlineData(2_000, 10_000)]
    public void Select_TestImagesOfCifar10_AreCappedPerClass(int testImages, int total)
    {
        var recipe = new Recipe { Dataset = DatasetName.Cifar10, TestImages = testImages };
        var selection = DataSets.Select(recipe, RealCifar10.DirectoryOrSkip());
        Assert.Equal(Enumerable.Repeat(total / 10, 10), selection.TestCountByClass());
        Assert.Equal(selection.TestIndices.Order(), selection.TestIndices);
    }

    [Fact]
    public void Select_DataSeed_ChangesTheDrawAndNothingElse()
    {
        var recipe = new Recipe { Dataset = DatasetName.Synthetic, Imbalance = 10 };
        var first = DataSets.Select(recipe, dataDirectory: null);
        var second = DataSets.Select(recipe with { DataSeed = 1 }, dataDirectory: null);
        Assert.NotEqual(first.TrainIndices, second.TrainIndices);
        Assert.Equal(first.TrainCountByClass(), second.TrainCountByClass());
        Assert.Equal(first.TestIndices, second.TestIndices);
    }
}
