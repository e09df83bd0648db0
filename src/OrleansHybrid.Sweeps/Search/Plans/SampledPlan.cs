using OrleansHybrid.Sweeps.Search.Sampling;

namespace OrleansHybrid.Sweeps.Search.Plans;

/// <summary>Each configuration is trained to the end, with all its seeds.</summary>
/// <param name="configurations">How many there are.</param>
public sealed class SampledPlan(Sampler sampler, int configurations, SearchTerms terms) : SearchPlan(sampler, terms)
{
    public override int Count => checked(configurations * Terms.Seeds);

    public override int Configurations => configurations;

    public override TrialPlace PlaceOf(int trial) => new(trial % Terms.Seeds);

    public override IReadOnlyList<TrialSpan> Needs(int trial) => NeedsOfPick(trial / Terms.Seeds);

    public override Choice Choose(int trial, Func<int, double?> results)
    {
        var (configuration, seed) = Math.DivRem(trial, Terms.Seeds);
        return PickOf(configuration, results) switch
        {
            Pick.Found found => new Choice.Training(configuration, found.Point, seed, Rung: null, found.Basis),
            Pick.Missing missing => new Choice.Skipped(missing.Reason),
            _ => throw new InvalidOperationException(),
        };
    }

    public override int FirstTrialOf(int configuration) => configuration * Terms.Seeds;

    private protected override void LookAgain()
    {
    }

    private protected override void Tell(Span<Outcome> outcomes, int horizon, Func<int, double?> results)
    {
        var known = Math.Min(outcomes.Length, horizon / Terms.Seeds);
        for (var configuration = 0; configuration < known; configuration++)
            if (FinalMeanOf(FirstTrialOf(configuration), results) is { } value)
                outcomes[configuration] = new(OutcomeKind.Complete, value);
    }
}
