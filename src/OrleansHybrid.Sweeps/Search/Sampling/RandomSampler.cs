using OrleansHybrid.Sweeps.Search.Spaces;

namespace OrleansHybrid.Sweeps.Search.Sampling;

/// <summary>Points at random; of a space that can be counted, each once.</summary>
public sealed class RandomSampler : Sampler
{
    private readonly Drawing _drawing;
    private readonly Taken _taken;

    /// <param name="rule">Null where every point may be trained.</param>
    public RandomSampler(Space space, long seed, PointRule? rule = null) : base(space) =>
        (_drawing, _taken) = (new(space, seed, rule), new(space));

    public override Pick Pick(int configuration, ReadOnlySpan<Outcome> outcomes = default)
    {
        if (_drawing.IsDirect) return _drawing.Direct(configuration);
        while (_taken.Count <= configuration) _taken.Add(_drawing.Next(_taken));
        return _taken[configuration];
    }
}
