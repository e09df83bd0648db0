using OrleansHybrid.Learning.Evaluation;
using OrleansHybrid.Learning.Models;
using OrleansHybrid.Learning.Randomness;
using OrleansHybrid.Learning.Tests.Training;
using OrleansHybrid.Sweeps.Settings;
using TorchSharp;
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

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public void Search_FeaturesOfferedInBlocks_FindsTheNeighboursOfAllTogether(int block)
    {
        using var scope = NewDisposeScope();
        var random = new CounterRandom(20261130, RandomPurpose.Initialisation);
        var (train, test) = (Features(100), Features(300));
        var labels = Enumerable.Range(0, 100).Select(_ => random.NextInt(6)).ToArray();
        var search = new NeighborSearch(scope, 9, test);

        for (var first = 0; first < 100; first += block)
        {
            var count = Math.Min(block, 100 - first);
            search.Offer(train.narrow(0, first, count), labels.AsSpan(first, count), () => { });
        }

        Assert.Equal(new NearestNeighbors(9, 0.07).Predict(train, labels, 6, test, () => { }), search.Vote(6, 0.07));

        Tensor Features(int count)
        {
            var values = new float[count * 8];
            foreach (ref var value in values.AsSpan()) value = random.NextInt(2001) - 1000;
            return tensor(values).reshape(count, 8);
        }
    }

    [Fact]
    public void Predict_OfANetwork_ForgetsTheTrainingFeatures_AndTellsTheSameAsTheProbe()
    {
        var recipe = new TinyTrial("", ContrastiveLossName.None).Recipe with { KnnProbe = true, KnnNeighbors = 3 };
        using var network = new HybridNetwork(recipe, 4);
        var expected = new FeatureProbes(recipe, TinyTrial.Data, CPU).Run(network, () => { })!.Knn!.Top1;
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        var metric = new NeighborMetric(recipe, TinyTrial.Data with { Validation = TinyTrial.Data.Train }, CPU);

        Assert.Equal((expected, null), metric.Measure("knn", network, () => { }));
        Assert.Equal((null, null), metric.Measure("top1", network, () => { }));
        // Every image is the nearest of itself.
        Assert.Equal(
            (null, 1.0),
            new NeighborMetric(recipe with { KnnNeighbors = 1 }, TinyTrial.Data with { Validation = TinyTrial.Data.Train }, CPU)
                .Measure("val_knn", network, () => { }));
        Assert.Throws<OperationCanceledException>(() => metric.Measure("knn", network, () => throw new OperationCanceledException()));
        Assert.Equal((live, true), (DisposeScopeManager.Statistics.ThreadTotalLiveCount, network.training));
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
