using OrleansHybrid.Learning.Randomness;

namespace OrleansHybrid.Learning.Samplers;

/// <summary>
/// Batches in which every image finds a set number of classmates: anchors come as from the instance-uniform sampler, and
/// each brings other images of its class, none twice before all of them came. In the long run every image comes equally often.
/// </summary>
public sealed class PositivesSampler : Sampler
{
    private readonly long _seed;
    private readonly RandomPurpose _purpose;
    private readonly int[] _labels;
    private readonly int[][] _images;
    private readonly int _groupSize;
    private readonly InstanceUniformSampler _anchors;

    /// <param name="labels">(N) class of each image, at least one.</param>
    /// <param name="classes">C.</param>
    /// <param name="positives">Classmates that an image has in its batch, at least 1.</param>
    public PositivesSampler(int[] labels, int classes, int positives, long seed, RandomPurpose purpose)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(positives);
        var images = Enumerable.Range(0, labels.Length).ToLookup(index => labels[index]);
        (_seed, _purpose, _labels, _groupSize) = (seed, purpose, labels, positives + 1);
        _images = [.. Enumerable.Range(0, classes).Select(label => images[label].ToArray())];
        _anchors = new(labels.Length, seed, purpose);
    }

    /// <exception cref="ArgumentException">The batch is too small for one image and its positives.</exception>
    public override void Draw(int epoch, int step, Span<int> indices)
    {
        var groups = indices.Length / _groupSize;
        if (groups == 0)
            throw new ArgumentException($"a batch of {indices.Length} has no room for groups of {_groupSize}", nameof(indices));

        // What does not make a group of its own enlarges the first ones.
        var (size, larger) = Math.DivRem(indices.Length, groups);
        var anchors = new int[groups];
        _anchors.Draw(epoch, step, anchors);

        // The anchors' permutations have the addresses from 0 up.
        var random = new CounterRandom(_seed, _purpose, epoch, -1 - step);
        for (var group = 0; group < groups; group++)
        {
            var count = group < larger ? size + 1 : size;
            Fill(indices[..count], anchors[group], ref random);
            indices = indices[count..];
        }
    }

    private void Fill(Span<int> group, int anchor, ref CounterRandom random)
    {
        var images = _images[_labels[anchor]];
        group[0] = anchor;
        for (var i = 1; i < group.Length; i++)
        {
            do group[i] = images[random.NextInt(images.Length)];
            while (i < images.Length && group[..i].Contains(group[i]));
        }
    }
}
