using OrleansHybrid.Learning.Augmentation;
using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Tests.Training;
using OrleansHybrid.Learning.Training;
using OrleansHybrid.Sweeps.Settings;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Tests.Augmentation;

/// <summary>The views that a device makes, on the only device that is everywhere.</summary>
public sealed class ResidentImagesTests
{
    private static readonly Recipe Recipe = new TinyTrial("", ContrastiveLossName.Sc).Recipe with
    {
        BatchSize = 48,
        ColorJitterProbability = 0.8,
        GrayscaleProbability = 0.3,
        Seed = 5,
    };

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Draw_OnTheDevice_IsTheBatchMadeHereUpToRounding(bool contrastive, bool classifier)
    {
        using var scope = NewDisposeScope();
        var train = (ImageSet)TinyTrial.Data.Train;
        using var resident = new ResidentImages(train.Pixels, train.Labels, CPU);
        using HybridBatch here = new(Recipe, train), there = new(Recipe, train, resident);

        var (expected, actual) = (here.Draw(2, 1, contrastive, classifier), there.Draw(2, 1, contrastive, classifier));

        Assert.Equal(expected.Images.shape, actual.Images.shape);
        Assert.True(expected.Images.std().item<float>() > 0.5f);
        Assert.True((expected.Images - actual.Images).abs().max().item<float>() < 2e-5f);
        Assert.Equal(Values(expected.ContrastiveLabels), Values(actual.ContrastiveLabels));
        Assert.Equal(Values(expected.ClassifierLabels), Values(actual.ClassifierLabels));

        static long[]? Values(Tensor? labels) => labels?.data<long>().ToArray();
    }
}
