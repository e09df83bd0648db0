using OrleansHybrid.Sweeps.Search.Sampling;
using OrleansHybrid.Sweeps.Search.Stopping;

namespace OrleansHybrid.Sweeps.Search.Plans;

/// <summary>
/// Median stopping: each configuration is trained from rung to rung, and goes on unless its best so far is worse than the median
/// that completed ones had there. It is compared with those that lie further back than the lag, so that the decision is the same
/// however many slots there are; in a search that is not reproducible, with all that are completed. The lag counts configurations here.
/// </summary>
public sealed class MedianPlan : SearchPlan
{
    private readonly IReadOnlyList<int> _epochs;
    private readonly MedianRule _rule;
    private readonly int _lag;

    /// <param name="configurations">How many there are.</param>
    /// <param name="epochs">Of each rung, ascending; the last is a training to the end.</param>
    public MedianPlan(Sampler sampler, int configurations, IReadOnlyList<int> epochs, MedianRule rule, SearchTerms terms)
        : base(sampler, terms with { Lag = checked(terms.Lag * epochs.Count * terms.Seeds) })
    {
        (Configurations, _epochs, _rule, _lag) = (configurations, epochs, rule, terms.Lag);
        Count = checked(configurations * epochs.Count * terms.Seeds);
    }

    public override int Count { get; }

    public override int Configurations { get; }

    public override TrialPlace PlaceOf(int trial)
    {
        var (_, rung, seed) = Parts(trial);
        return new(seed, rung, _epochs[rung]);
    }

    public override IReadOnlyList<TrialSpan> Needs(int trial)
    {
        var (configuration, rung, _) = Parts(trial);
        if (rung == 0) return NeedsOfPick(configuration);
        var compared = Terms.IsReproducible ? FirstTrialOf(ComparedUntil(configuration)) : 0;
        return
        [
            .. compared == 0 ? [] : new[] { new TrialSpan(0, compared) },
            .. from below in Enumerable.Range(0, rung)
               let first = TrialOf(configuration, below)
               select new TrialSpan(first, first + Terms.Seeds),
        ];
    }

    public override Choice Choose(int trial, Func<int, double?> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        var (configuration, rung, seed) = Parts(trial);
        var basis = "";
        if (rung > 0)
        {
            var curve = CurveOf(configuration, rung, results);
            if (double.IsNaN(curve[^1])) return new Choice.Skipped(Text($"it has no result at rung {rung}"));
            var completed = Enumerable.Range(0, ComparedUntil(configuration))
                .Select(other => CurveOf(other, _epochs.Count, results))
                .Where(other => !double.IsNaN(other[^1]))
                .ToList();
            var compared = Text($"the median of {completed.Count} at rung {rung} ({InEpochs(_epochs[rung - 1])})");
            if (_rule.Stops(curve, completed)) return new Choice.Skipped($"worse than {compared}");
            basis = completed.Count < _rule.Startup
                ? Text($"goes on from rung {rung}: too few are completed")
                : $"no worse than {compared}";
        }

        return PickOf(configuration, results) switch
        {
            Pick.Found found => new Choice.Training(
                configuration,
                found.Point,
                seed,
                new(rung, _epochs[rung], rung == 0 ? null : TrialOf(configuration, rung - 1) + seed),
                rung == 0 ? found.Basis : basis),
            Pick.Missing missing => new Choice.Skipped(missing.Reason),
            _ => throw new InvalidOperationException(),
        };
    }

    public override int FirstTrialOf(int configuration) => TrialOf(configuration, 0);

    private protected override void LookAgain()
    {
    }

    private protected override void Tell(Span<Outcome> outcomes, int horizon, Func<int, double?> results)
    {
        for (var configuration = 0; configuration < outcomes.Length && FirstTrialOf(configuration + 1) <= horizon; configuration++)
        {
            var curve = CurveOf(configuration, _epochs.Count, results);
            var last = Array.FindLastIndex(curve, value => !double.IsNaN(value));
            if (FinalMeanOf(FirstTrialOf(configuration), results) is null) continue;
            outcomes[configuration] = last < 0 ? new(OutcomeKind.Failed)
                : last == curve.Length - 1 ? new(OutcomeKind.Complete, curve[last])
                : new(OutcomeKind.Partial, curve[last], _epochs[last]);
        }
    }

    /// <summary>The first configuration with which one is not compared.</summary>
    private int ComparedUntil(int configuration) => Terms.IsReproducible ? Math.Max(0, configuration - _lag) : Configurations;

    private int TrialOf(int configuration, int rung) => (configuration * _epochs.Count + rung) * Terms.Seeds;

    private (int Configuration, int Rung, int Seed) Parts(int trial)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trial);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(trial, Count);
        var (block, seed) = Math.DivRem(trial, Terms.Seeds);
        var (configuration, rung) = Math.DivRem(block, _epochs.Count);
        return (configuration, rung, seed);
    }

    /// <summary>The means over the seeds at the first rungs, NaN where one was not trained or failed.</summary>
    private double[] CurveOf(int configuration, int rungs, Func<int, double?> results)
    {
        var curve = new double[rungs];
        for (var rung = 0; rung < rungs; rung++) curve[rung] = MeanOf(TrialOf(configuration, rung), results);
        return curve;
    }
}
