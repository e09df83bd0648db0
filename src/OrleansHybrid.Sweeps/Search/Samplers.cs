using OrleansHybrid.Sweeps.Search.Sampling;
using OrleansHybrid.Sweeps.Search.Spaces;

namespace OrleansHybrid.Sweeps.Search;

/// <summary>The sampler of each search method.</summary>
internal static class Samplers
{
    public static Sampler Of(SearchMethod method, ConfigurationSpace space, long seed) => Of(method, space.Points, space.Rule, seed);

    /// <param name="rule">Null where every point may be trained.</param>
    public static Sampler Of(SearchMethod method, Space points, PointRule? rule, long seed) => method switch
    {
        SearchMethod.Grid => new GridSampler(points, rule),
        SearchMethod.Sobol => SequenceSampler.Sobol(points, seed, rule),
        SearchMethod.Halton => SequenceSampler.Halton(points, seed, rule),
        SearchMethod.Tpe => new TpeSampler(points, seed, rule),
        _ => new RandomSampler(points, seed, rule),
    };
}
