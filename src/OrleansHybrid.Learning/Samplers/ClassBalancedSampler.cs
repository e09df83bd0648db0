using OrleansHybrid.Learning.Randomness;

namespace OrleansHybrid.Learning.Samplers;

/// <summary>Every class equally often: each place of the batch draws a class, then an image of it, with replacement.</summary>
public sealed class ClassBalancedSampler : Sampler
{
    private readonly long _seed;
    private readonly RandomPurpose _purpose;
    private readonly int[][] _images;

    /// <param name="labels">(N) class of each image.</param>
    /// <param name="classes">C.</param>
    /// <exception cref="ArgumentException">A class has no image.</exception>
    public ClassBalancedSampler(int[] labels, int classes, long seed, RandomPurpose purpose)
    {
        var images = Enumerable.Range(0, labels.Length).ToLookup(index => labels[index]);
        (_seed, _purpose, _images) = (seed, purpose, [.. Enumerable.Range(0, classes).Select(label => images[label].ToArray())]);
        var empty = Array.FindIndex(_images, pool => pool.Length == 0);
        if (empty >= 0) throw new ArgumentException($"class {empty} of {classes} has no image to draw", nameof(labels));
    }

    public override void Draw(int epoch, int step, Span<int> indices)
    {
        var random = new CounterRandom(_seed, _purpose, epoch, step);
        foreach (ref var index in indices)
        {
            var pool = _images[random.NextInt(_images.Length)];
            index = pool[random.NextInt(pool.Length)];
        }
    }
}
