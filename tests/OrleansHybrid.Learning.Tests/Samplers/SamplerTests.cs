using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Failures;
using OrleansHybrid.Learning.Randomness;
using OrleansHybrid.Learning.Samplers;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Learning.Tests.Samplers;

public sealed class SamplerTests
{
    private static readonly ImageSet Set = new(new byte[3 * ImageSet.ImageBytes], [0, 0, 1], ["a", "b"]);

    [Theory]
    [InlineData(SamplerName.Instance, typeof(InstanceUniformSampler))]
    [InlineData(SamplerName.ClassBalanced, typeof(ClassBalancedSampler))]
    public void Create_EveryName_IsItsSampler(SamplerName name, Type expected)
    {
        Assert.IsType(expected, Sampler.Create(name, Set, seed: 0, RandomPurpose.ContrastiveSampler));
        Assert.IsType(expected, Sampler.ForClassifier(new() { ClassifierSampler = name }, Set));
    }

    [Theory]
    [InlineData(ContrastiveSamplerName.Instance, typeof(InstanceUniformSampler))]
    [InlineData(ContrastiveSamplerName.ClassBalanced, typeof(ClassBalancedSampler))]
    [InlineData(ContrastiveSamplerName.Positives, typeof(PositivesSampler))]
    public void ForContrastive_EveryName_IsItsSampler(ContrastiveSamplerName name, Type expected) =>
        Assert.IsType(expected, Sampler.ForContrastive(new() { ContrastiveSampler = name }, Set));

    [Theory]
    [InlineData(3, BatchUnit.Images, 3)]
    [InlineData(7, BatchUnit.Views, 3)]
    public void ForContrastive_BatchWithoutRoomForThePositives_IsABadRecipe(int batchSize, BatchUnit unit, int positives)
    {
        var recipe = new Recipe
        {
            ContrastiveSampler = ContrastiveSamplerName.Positives,
            BatchSize = batchSize,
            BatchUnit = unit,
            PositivesPerAnchor = positives,
        };
        var failure = Assert.Throws<TrainingException>(() => Sampler.ForContrastive(recipe, Set)).Failure;
        Assert.Equal(FailureKind.BadRecipe, failure.Kind);
        Assert.Contains("raise batch_size", failure.Message, StringComparison.Ordinal);
    }
}
