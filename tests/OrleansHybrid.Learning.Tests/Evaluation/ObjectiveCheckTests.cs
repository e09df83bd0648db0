using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Evaluation;

namespace OrleansHybrid.Learning.Tests.Evaluation;

public class ObjectiveCheckTests
{
    [Theory]
    [InlineData("many", true, 101, 5)]
    [InlineData("many", false, 100, 5)]
    [InlineData("medium", true, 300, 100)]
    [InlineData("medium", true, 20, 3)]
    [InlineData("medium", false, 101, 19)]
    [InlineData("few", true, 19, 300)]
    [InlineData("few", false, 300, 20)]
    [InlineData("top1", true, 1, 1)]
    [InlineData("best_top1", true, 1, 1)]
    [InlineData("train_loss", true, 1, 1)]
    [InlineData(null, true, 1, 1)]
    public void WhyUnmeasurable_ByTheSizesOfTheClasses_IsNullWhereOneIsOfTheGroup(string? metric, bool isMeasurable, int head, int tail) =>
        Assert.Equal(isMeasurable, ObjectiveCheck.WhyUnmeasurable(metric, Data([head, tail], [1, 1])) is null);

    [Fact]
    public void WhyUnmeasurable_GroupWithoutATestImage_SaysTheSizesAndTheRemedy() =>
        Assert.Equal(
            "The sweep is judged by 'many', the accuracy on classes with more than 100 training images, but no class with test images is "
                + "one: they have 5 to 300. "
            + "No trial on these data could be ranked: write metric: {name: top1}, or change imbalance or head_images.",
            ObjectiveCheck.WhyUnmeasurable("many", Data([300, 5], [0, 1])));

    [Theory]
    [InlineData("val_top1", true)]
    [InlineData("val_few", true)]
    [InlineData("val_many", false)]
    [InlineData("val_knn", true)]
    public void WhyUnmeasurable_OfValidationImages_LooksAtTheirClasses(string metric, bool isMeasurable)
    {
        var data = Data([300, 5], [1, 1]);

        Assert.EndsWith("set `validation` to 100, so many of each class.", ObjectiveCheck.WhyUnmeasurable(metric, data));
        var reason = ObjectiveCheck.WhyUnmeasurable(metric, data with { Validation = Images([0, 1]) });
        Assert.Equal(isMeasurable, reason is null);
        if (!isMeasurable) Assert.Contains("no class with validation images is one", reason);
    }

    private static TrainingData Data(int[] train, int[] test) => new(Images(train), Images(test));

    private static ImageSet Images(int[] counts)
    {
        var labels = counts.SelectMany((count, label) => Enumerable.Repeat(label, count)).ToArray();
        return new(new byte[labels.Length * ImageSet.ImageBytes], labels, ["head", "tail"]);
    }
}
