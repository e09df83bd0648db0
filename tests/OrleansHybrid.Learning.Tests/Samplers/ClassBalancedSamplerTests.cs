using OrleansHybrid.Learning.Randomness;
using OrleansHybrid.Learning.Samplers;

namespace OrleansHybrid.Learning.Tests.Samplers;

public sealed class ClassBalancedSamplerTests
{
    // A long tail: 60, 25, 10, 4 and 1 images.
    private static readonly int[] Labels =
        [.. new[] { 60, 25, 10, 4, 1 }.SelectMany((images, label) => Enumerable.Repeat(label, images))];

    [Fact]
    public void Draw_LongTail_DrawsEveryClassEquallyOften()
    {
        var classes = Draws(50_000).CountBy(index => Labels[index]).Select(pair => pair.Value);

        // 4 degrees of freedom: chance exceeds 18.47 once in 1,000 seeds; this seed is fixed.
        Assert.InRange(ChiSquare.Statistic(classes, 10_000), 0, 18.47);
    }

    [Fact]
    public void Draw_WithinAClass_DrawsEveryImageEquallyOften()
    {
        var head = Draws(50_000).Where(index => Labels[index] == 0).ToArray();
        var images = Enumerable.Range(0, 60).Select(image => head.Count(index => index == image));

        // 59 degrees of freedom: chance exceeds 98.3 once in 1,000 seeds.
        Assert.InRange(ChiSquare.Statistic(images, head.Length / 60.0), 0, 98.3);
    }

    [Fact]
    public void Draw_FreshSamplerInAnyOrder_IsTheSameBatch()
    {
        var undisturbed = New();
        var batches = Enumerable.Range(0, 5).Select(step => Batch(undisturbed, 2, step, 16)).ToArray();
        var resumed = New();
        for (var step = 4; step >= 0; step--) Assert.Equal(batches[step], Batch(resumed, 2, step, 16));
    }

    [Fact]
    public void Draw_AnotherStepEpochSeedOrPurpose_IsAnotherBatch()
    {
        var reference = Batch(New(), 0, 0, 64);
        Assert.NotEqual(reference, Batch(New(), 0, 1, 64));
        Assert.NotEqual(reference, Batch(New(), 1, 0, 64));
        Assert.NotEqual(reference, Batch(new ClassBalancedSampler(Labels, 5, seed: 2, RandomPurpose.ClassifierSampler), 0, 0, 64));
        Assert.NotEqual(reference, Batch(new ClassBalancedSampler(Labels, 5, seed: 1, RandomPurpose.ContrastiveSampler), 0, 0, 64));
    }

    [Fact]
    public void Construct_ClassWithoutImages_IsRefused()
    {
        var refusal = Assert.Throws<ArgumentException>(() => new ClassBalancedSampler([0, 2], 3, 0, RandomPurpose.ClassifierSampler));
        Assert.Contains("class 1", refusal.Message, StringComparison.Ordinal);
    }

    private static ClassBalancedSampler New() => new(Labels, 5, seed: 1, RandomPurpose.ClassifierSampler);

    private static int[] Draws(int count)
    {
        var sampler = New();
        return [.. Enumerable.Range(0, count / 500).SelectMany(step => Batch(sampler, 0, step, 500))];
    }

    private static int[] Batch(ClassBalancedSampler sampler, int epoch, int step, int batch)
    {
        var indices = new int[batch];
        sampler.Draw(epoch, step, indices);
        return indices;
    }
}
