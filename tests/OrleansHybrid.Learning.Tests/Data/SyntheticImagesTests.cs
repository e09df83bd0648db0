using System.Security.Cryptography;
using OrleansHybrid.Learning.Data;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Learning.Tests.Data;

public sealed class SyntheticImagesTests
{
    private static readonly IImageSource Train = SyntheticImages.Splits.Train;

    // Part of every result on the built-in data: the same bytes on every machine.
    [Fact]
    public void Read_FirstHundredImages_NeverChange() => Assert.Equal(
        "2ED7F4187B28B51ACF939483F96B7F9EF7C001C5CE4154A323875BFCE3EB9260",
        Convert.ToHexString(SHA256.HashData(Train.ReadIntoMemory([.. Enumerable.Range(0, 100)]).Pixels)));

    [Fact]
    public void Splits_Labels_AreBalanced()
    {
        Assert.Equal(Enumerable.Repeat(500, 10), Train.Labels.CountBy(label => label).Select(pair => pair.Value));
        Assert.Equal(Enumerable.Repeat(100, 10), SyntheticImages.Splits.Test.Labels.CountBy(label => label).Select(pair => pair.Value));
        Assert.Equal(10, Train.ClassNames.Distinct().Count());
    }

    [Fact]
    public void Read_OneImage_IsTheSameAsAmongOthers()
    {
        var many = Train.ReadIntoMemory(4_999, 17, 3);
        Assert.Equal(many.Select([1]).Pixels, Train.ReadIntoMemory(17).Pixels);
        Assert.Equal([9, 7, 3], many.Labels);
    }

    [Fact]
    public void Read_AllOfAClassAndTheTestSet_NeverRepeatAnImage()
    {
        var train = Train.ReadIntoMemory([.. Enumerable.Range(0, 500).Select(i => 10 * i)]);
        var test = SyntheticImages.Splits.Test.ReadIntoMemory([.. Enumerable.Range(0, 100).Select(i => 10 * i)]);
        var distinct = train.Pixels.Chunk(ImageSet.ImageBytes).Concat(test.Pixels.Chunk(ImageSet.ImageBytes))
            .Select(image => Convert.ToHexString(SHA256.HashData(image))).Distinct();
        Assert.Equal(600, distinct.Count());
    }

    [Fact]
    public void Load_QuickRecipe_IsTheLongTailThatItAsksFor()
    {
        var recipe = new Recipe { Dataset = DatasetName.Synthetic, Imbalance = 100, TestImages = 20 };
        var (train, test) = DataSets.Load(recipe, dataDirectory: null);
        Assert.Equal(LongTail.ClassSizes(500, 10, 100), train.CountByClass());
        Assert.Equal(Enumerable.Repeat(20, 10), test.CountByClass());
    }

    [Fact]
    public void Load_AnotherTrialSeed_IsTheSameData()
    {
        var recipe = new Recipe { Dataset = DatasetName.Synthetic, Imbalance = 10, HeadImages = 20, TestImages = 1 };
        Assert.Equal(Pixels(recipe), Pixels(recipe with { Seed = 5 }));

        static byte[] Pixels(Recipe recipe) => Assert.IsType<ImageSet>(DataSets.Load(recipe, dataDirectory: null).Train).Pixels;
    }

    [Fact]
    public void Read_EveryClass_HasAnOutlineOfItsOwn()
    {
        var inside = SyntheticFigures.All.Select(figure => string.Concat(
            from y in Enumerable.Range(-10, 21)
            from x in Enumerable.Range(-10, 21)
            select figure.Outline(x / 10.0, y / 10.0) < 0 ? '#' : '.'));
        Assert.All(inside, figure => Assert.InRange(figure.Count(cell => cell == '#'), 40, 300));
        Assert.Equal(10, inside.Distinct().Count());
    }
}
