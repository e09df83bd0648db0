using OrleansHybrid.Learning.Randomness;

namespace OrleansHybrid.Learning.Samplers;

/// <summary>
/// Every image equally often: an epoch walks through a permutation of the images, and where its last batch needs more
/// than are left, on into a second permutation of its own, so that every batch is full.
/// </summary>
public sealed class InstanceUniformSampler : Sampler
{
    private readonly long _seed;
    private readonly RandomPurpose _purpose;
    private readonly int[] _order;
    private (int Epoch, int Round) _shuffled = (-1, -1);

    /// <param name="count">N, images to draw from, at least 1.</param>
    public InstanceUniformSampler(int count, long seed, RandomPurpose purpose)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        (_seed, _purpose, _order) = (seed, purpose, new int[count]);
    }

    public override void Draw(int epoch, int step, Span<int> indices)
    {
        var position = (long)step * indices.Length;
        while (!indices.IsEmpty)
        {
            var (round, start) = Math.DivRem(position, _order.Length);
            var run = Permutation(epoch, (int)round).AsSpan((int)start);
            run = run[..Math.Min(run.Length, indices.Length)];
            run.CopyTo(indices);
            position += run.Length;
            indices = indices[run.Length..];
        }
    }

    /// <summary>The epoch's permutation number <paramref name="round"/>; the latest one is kept, since steps come in order.</summary>
    private int[] Permutation(int epoch, int round)
    {
        if (_shuffled == (epoch, round)) return _order;
        for (var i = 0; i < _order.Length; i++) _order[i] = i;
        new CounterRandom(_seed, _purpose, epoch, round).Shuffle<int>(_order);
        _shuffled = (epoch, round);
        return _order;
    }
}
