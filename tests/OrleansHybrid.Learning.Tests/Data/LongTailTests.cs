using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Failures;

namespace OrleansHybrid.Learning.Tests.Data;

public sealed class LongTailTests
{
    [Theory]
    [InlineData(5000, 10, 10, 20_431)]
    [InlineData(5000, 10, 50, 13_996)]
    [InlineData(5000, 10, 100, 12_406)]
    [InlineData(500, 100, 10, 19_573)]
    [InlineData(500, 100, 50, 12_608)]
    [InlineData(500, 100, 100, 10_847)]
    public void ClassSizes_Cifar_AddUpToThePublishedTotals(int head, int classes, double imbalance, int total) =>
        Assert.Equal(total, LongTail.ClassSizes(head, classes, imbalance).Sum());

    [Theory]
    [InlineData(10, 19_573)]
    [InlineData(50, 12_608)]
    [InlineData(100, 10_847)]
    public void Draw_LabelsOfCifar100_SelectsThePublishedTotal(int imbalance, int total)
    {
        var labels = Labels(perClass: 500, classes: 100);
        var drawn = LongTail.Draw(labels, 100, imbalance, headImages: 0, seed: 0);
        Assert.Equal(total, drawn.Distinct().Count());
        Assert.Equal((500, 500 / imbalance), (drawn.Count(index => labels[index] == 0), drawn.Count(index => labels[index] == 99)));
    }

    [Fact]
    public void ClassSizes_Cifar10At100_AreThePublishedOnes() =>
        Assert.Equal([5000, 2997, 1796, 1077, 645, 387, 232, 139, 83, 50], LongTail.ClassSizes(5000, 10, 100));

    [Fact]
    public void ClassSizes_NoImbalance_AreAllTheHeads() => Assert.Equal([7, 7, 7], LongTail.ClassSizes(7, 3, 1));

    [Theory]
    [InlineData(10)]
    [InlineData(50)]
    [InlineData(100)]
    [InlineData(200)]
    public void Draw_Cifar10_IsThePublishedList(int imbalance)
    {
        var expected = RealCifar10.IndexListOrSkip(imbalance);
        var labels = Cifar10.Open(RealCifar10.DirectoryOrSkip()).Train.Labels;
        Assert.Equal(expected, LongTail.Draw(labels, 10, imbalance, headImages: 0, seed: 0));
    }

    [Fact]
    public void Draw_AnyLabels_TakesDistinctImagesClassByClass()
    {
        var labels = Labels(perClass: 40, classes: 5);
        var drawn = LongTail.Draw(labels, 5, imbalance: 8, headImages: 0, seed: 3);
        Assert.Equal(drawn.Length, drawn.Distinct().Count());
        Assert.Equal(LongTail.ClassSizes(40, 5, 8), drawn.CountBy(index => labels[index]).Select(pair => pair.Value));
        Assert.Equal(drawn.Select(index => labels[index]).Order(), drawn.Select(index => labels[index]));
    }

    [Fact]
    public void Draw_CappedHead_KeepsTheStartOfTheUncappedDraw()
    {
        var labels = Labels(perClass: 40, classes: 4);
        var full = LongTail.Draw(labels, 4, imbalance: 2, headImages: 0, seed: 1);
        var capped = LongTail.Draw(labels, 4, imbalance: 2, headImages: 10, seed: 1);
        Assert.Equal(full.Take(10), capped.Take(10));
        Assert.Equal(LongTail.ClassSizes(10, 4, 2).Sum(), capped.Length);
    }

    [Fact]
    public void Draw_AnotherSeed_IsAnotherSelection()
    {
        var labels = Labels(perClass: 40, classes: 2);
        Assert.NotEqual(LongTail.Draw(labels, 2, 4, 0, seed: 0), LongTail.Draw(labels, 2, 4, 0, seed: 1));
    }

    [Fact]
    public void Draw_TailWouldBeEmpty_NamesTheRemedy()
    {
        var labels = Labels(perClass: 40, classes: 4);
        var refusal = Assert.Throws<DataException>(() => LongTail.Draw(labels, 4, imbalance: 100, headImages: 30, seed: 0));
        Assert.Contains("class 3", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("head_images", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Draw_SetWithALongTailOfItsOwn_IsTakenAsItIsWithoutImbalance()
    {
        int[] labels = [0, 1, 0, 2, 0, 1, 0];
        Assert.Equal([0, 0, 0, 0, 1, 1, 2], Classes(labels, imbalance: 1, headImages: 0));
        Assert.Equal([0, 0, 1, 1, 2], Classes(labels, imbalance: 1, headImages: 2));
        Assert.Equal(labels.Length, LongTail.Draw(labels, 3, 1, 0, seed: 5).Distinct().Count());
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(1.5, 3)]
    public void Draw_ClassesTooSmallForTheLongTail_AreNotFilledUpInSilence(double imbalance, int headImages)
    {
        var refusal = Assert.Throws<DataException>(() => Classes([0, 1, 0, 2, 0, 1, 0], imbalance, headImages));
        Assert.Contains("have 1 to 4 images: set `imbalance` to 1", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Draw_UnbalancedSetWithACappedHead_IsTheLongTailOfThatHead() =>
        Assert.Equal([0, 0, 1], Classes([0, 1, 0, 1, 0, 1, 1, 1], imbalance: 2, headImages: 2));

    private static IEnumerable<int> Classes(int[] labels, double imbalance, int headImages) =>
        LongTail.Draw(labels, labels.Max() + 1, imbalance, headImages, seed: 0).Select(index => labels[index]);

    private static int[] Labels(int perClass, int classes) => [.. Enumerable.Range(0, perClass * classes).Select(i => i * 7 % classes)];
}
