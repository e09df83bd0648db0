using OrleansHybrid.Learning.Randomness;
using OrleansHybrid.Learning.Samplers;

namespace OrleansHybrid.Learning.Tests.Samplers;

public sealed class PositivesSamplerTests
{
    // A long tail: 60, 25, 10, 4 and 1 images.
    private static readonly int[] Labels =
        [.. new[] { 60, 25, 10, 4, 1 }.SelectMany((images, label) => Enumerable.Repeat(label, images))];

    [Theory]
    [InlineData(32, 1)]
    [InlineData(32, 2)]
    [InlineData(31, 3)]
    [InlineData(7, 6)]
    public void Draw_AnyBatch_HoldsThePositivesOfEveryImage(int batch, int positives)
    {
        for (var step = 0; step < 50; step++)
        {
            var classes = Batch(New(positives), 0, step, batch).CountBy(index => Labels[index]);
            Assert.All(
                classes, count => Assert.True(count.Value > positives, $"class {count.Key} has {count.Value} images in step {step}"));
        }
    }

    [Fact]
    public void Draw_OneGroup_HoldsDistinctImagesWhileTheClassHasThem()
    {
        for (var step = 0; step < 100; step++)
        {
            var group = Batch(New(positives: 5), 0, step, 6);
            var images = Labels.Count(label => label == Labels[group[0]]);
            Assert.Single(group.Select(index => Labels[index]).Distinct());
            Assert.Equal(Math.Min(images, 6), group[..Math.Min(images, 6)].Distinct().Count());
        }
    }

    [Fact]
    public void Draw_ManySteps_DrawsEveryImageEquallyOften()
    {
        var sampler = New(positives: 2);
        var drawn = Enumerable.Range(0, 1000).SelectMany(step => Batch(sampler, 0, step, 30)).ToArray();
        var counts = Enumerable.Range(0, Labels.Length).Select(image => drawn.Count(index => index == image)).ToArray();

        // Anchors come in turn, so chance is narrower than that of independent draws: 99 degrees of freedom exceed
        // 149 once in 1,000 seeds. The class of one image repeats it three times a group, so it is left to the mean.
        Assert.InRange(ChiSquare.Statistic(counts[..^1], 300), 0, 149);
        Assert.Equal(300, counts[^1]);
    }

    [Fact]
    public void Draw_FreshSamplerInAnyOrder_IsTheSameBatch()
    {
        var undisturbed = New(positives: 2);
        var batches = Enumerable.Range(0, 8).Select(step => Batch(undisturbed, 2, step, 16)).ToArray();
        var resumed = New(positives: 2);
        for (var step = 7; step >= 0; step--) Assert.Equal(batches[step], Batch(resumed, 2, step, 16));
    }

    [Fact]
    public void Draw_AnotherStepEpochSeedOrPurpose_IsAnotherBatch()
    {
        var reference = Batch(New(2), 0, 0, 60);
        Assert.NotEqual(reference, Batch(New(2), 0, 1, 60));
        Assert.NotEqual(reference, Batch(New(2), 1, 0, 60));
        Assert.NotEqual(reference, Batch(new PositivesSampler(Labels, 5, 2, seed: 2, RandomPurpose.ContrastiveSampler), 0, 0, 60));
        Assert.NotEqual(reference, Batch(new PositivesSampler(Labels, 5, 2, seed: 1, RandomPurpose.ClassifierSampler), 0, 0, 60));
    }

    [Fact]
    public void Draw_BatchWithoutRoomForAGroup_IsRefused() => Assert.Throws<ArgumentException>(() => Batch(New(positives: 4), 0, 0, 4));

    private static PositivesSampler New(int positives) => new(Labels, 5, positives, seed: 1, RandomPurpose.ContrastiveSampler);

    private static int[] Batch(PositivesSampler sampler, int epoch, int step, int batch)
    {
        var indices = new int[batch];
        sampler.Draw(epoch, step, indices);
        return indices;
    }
}
