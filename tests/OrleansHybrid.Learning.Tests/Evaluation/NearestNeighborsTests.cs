using OrleansHybrid.Learning.Evaluation;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Tests.Evaluation;

public sealed class NearestNeighborsTests
{
    [Theory]
    // The one in its direction outvotes two a little aside, 1 against 2 · exp(-0.2 / 0.07), unless all count nearly the same.
    [InlineData(3, 0.07, 0)]
    [InlineData(3, 10.0, 1)]
    [InlineData(1, 10.0, 0)]
    // More neighbours than there are: all five vote, three of them for class 2.
    [InlineData(99, 1000.0, 2)]
    public void Predict_NeighboursOfSeveralClasses_VoteByTheirCosine(int neighbors, double temperature, int expected)
    {
        using var scope = NewDisposeScope();
        var train = tensor(new float[,] { { 1, 0 }, { 0.8f, 0.6f }, { 0.8f, -0.6f }, { -1, 0.1f }, { -1, 0 }, { -1, -0.1f } });
        var predicted = new NearestNeighbors(neighbors, temperature).Predict(
            train, [0, 1, 1, 2, 2, 2], 3, tensor(new float[,] { { 2, 0 } }), () => { });
        Assert.Equal([expected], predicted);
    }

    [Fact]
    public void Predict_LengthOfTheFeatures_PlaysNoPart()
    {
        using var scope = NewDisposeScope();
        var train = tensor(new float[,] { { 100, 0 }, { 0, 0.01f }, { -3, 0 } });
        var test = tensor(new float[,] { { 0.1f, 90 }, { 5, 1 }, { -0.2f, 0.1f } });
        Assert.Equal([1, 0, 2], new NearestNeighbors(1, 0.07).Predict(train, [0, 1, 2], 3, test, () => { }));
    }

    [Fact]
    public void Predict_ManyTestImages_KeepTheirOrder()
    {
        using var scope = NewDisposeScope();
        var labels = Enumerable.Range(0, 600).Select(i => i * 7 % 5).ToArray();
        var axes = eye(5);
        Assert.Equal(
            labels.Select(label => (long)label),
            new NearestNeighbors(1, 0.07).Predict(axes, [0, 1, 2, 3, 4], 5, axes[tensor(labels, int64)], () => { }));
    }
}
