using OrleansHybrid.Sweeps.Search.Sampling;

namespace OrleansHybrid.Sweeps.Search;

/// <summary>The sampler of each search method.</summary>
internal static class Samplers
{
    public static Sampler Of(SearchMethod method, ConfigurationSpace space, long seed) => method switch
    {
        SearchMethod.Grid => new GridSampler(space.Points, space.Rule),
        SearchMethod.Sobol => SequenceSampler.Sobol(space.Points, seed, space.Rule),
        SearchMethod.Halton => SequenceSampler.Halton(space.Points, seed, space.Rule),
        SearchMethod.Tpe => new TpeSampler(space.Points, seed, space.Rule),
        _ => new RandomSampler(space.Points, seed, space.Rule),
    };
}
