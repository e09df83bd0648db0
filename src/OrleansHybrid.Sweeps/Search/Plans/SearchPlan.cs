using System.Globalization;
using OrleansHybrid.Sweeps.Search.Sampling;

namespace OrleansHybrid.Sweeps.Search.Plans;

/// <summary>
/// A search as a list of trials. How many there are, and which results each needs, hangs on the definition alone; what a trial is
/// hangs on the definition and on the results that it needs, and on nothing else. So neither the order in which results come, nor how
/// many slots there are, nor a restart changes a search; and whoever runs it may give out any trial whose needs are known. A search
/// whose terms are not reproducible gives this up: its choices also depend on which results are there.
/// </summary>
public abstract class SearchPlan
{
    private Outcome[] _outcomes = [];

    private protected SearchPlan(Sampler sampler, SearchTerms terms) => (Sampler, Terms) = (sampler, terms);

    /// <summary>How points are chosen.</summary>
    public Sampler Sampler { get; }

    public SearchTerms Terms { get; }

    /// <summary>How many configurations have been given a point, in their order.</summary>
    public int Picked { get; private set; }

    /// <summary>How many configurations begin.</summary>
    public abstract int Configurations { get; }

    /// <summary>How many trials there are, those that turn out to be skipped among them.</summary>
    public abstract int Count { get; }

    /// <summary>
    /// The earlier trials whose final results must be known before a trial can be chosen, with all that those needed themselves: a ledger
    /// that lags may know a trial's result and not the ones by which it was chosen. What a trial needs most directly comes last.
    /// </summary>
    public abstract IReadOnlyList<TrialSpan> Needs(int trial);

    /// <summary>What is known of a trial without any result.</summary>
    public abstract TrialPlace PlaceOf(int trial);

    /// <summary>What a trial is.</summary>
    /// <param name="results">
    /// The final result of a trial, NaN of one that failed or was skipped; null while there is none. It is asked for what the trial
    /// needs; in a search that is not reproducible for any trial.
    /// </param>
    public abstract Choice Choose(int trial, Func<int, double?> results);

    /// <summary>
    /// Takes what the next configuration was given from a record. A search that learns is spared choosing all of them again after a
    /// restart, and one whose past results have changed since, by a retry, goes on from what was really trained.
    /// </summary>
    public void Recall(Pick pick)
    {
        Sampler.Recall(pick);
        Picked++;
    }

    /// <summary>A choice is recorded. It stands, whatever becomes of the results that it was made by: a trial may be retried.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="configuration">What it trains; null for one that is skipped.</param>
    public virtual void Decided(int trial, int? configuration)
    {
    }

    /// <summary>The point of a configuration, by the results that its first trial needs.</summary>
    public Pick PickOf(int configuration, Func<int, double?> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        if (!Sampler.Learns) return Sampler.Pick(configuration);
        LookAgain();
        while (Picked <= configuration)
        {
            if (_outcomes.Length < Picked) Array.Resize(ref _outcomes, Math.Max(64, Picked * 2));
            var known = _outcomes.AsSpan(0, Picked);
            known.Clear();
            Tell(known, HorizonOf(Picked), results);
            Sampler.Pick(Picked, known);
            Picked++;
        }

        return Sampler.Pick(configuration);
    }

    /// <summary>The first trial whose result a configuration's choice must not see.</summary>
    private protected int HorizonOf(int configuration)
    {
        if (!Terms.IsReproducible) return Count;
        var horizon = Math.Max(0, FirstTrialOf(configuration) - Terms.Lag);
        // Too few can be known by then to be looked at.
        return Math.Min(configuration, horizon) < Sampler.LeastKnown ? 0 : horizon;
    }

    private protected IReadOnlyList<TrialSpan> NeedsOfPick(int configuration) =>
        Sampler.Learns && Terms.IsReproducible && HorizonOf(configuration) is var horizon and > 0 ? [new(0, horizon)] : [];

    /// <summary>The trial with the lowest number that trains a configuration.</summary>
    public abstract int FirstTrialOf(int configuration);

    /// <summary>Results may have changed since: what was kept of them is to be compared once.</summary>
    private protected abstract void LookAgain();

    /// <summary>Writes what is known of configurations before a trial.</summary>
    /// <param name="outcomes">One a configuration, all of them running.</param>
    private protected abstract void Tell(Span<Outcome> outcomes, int horizon, Func<int, double?> results);

    /// <summary>The mean over a configuration's seeds, lower is better; NaN where one of them failed.</summary>
    private protected double MeanOf(int firstTrial, Func<int, double?> results) => FinalMeanOf(firstTrial, results) ?? double.NaN;

    /// <summary>As <see cref="MeanOf"/>; null while one of the seeds has no result.</summary>
    private protected double? FinalMeanOf(int firstTrial, Func<int, double?> results)
    {
        var sum = 0.0;
        for (var seed = 0; seed < Terms.Seeds; seed++)
        {
            if (results(firstTrial + seed) is not { } result) return null;
            sum += result;
        }

        return ValueOf(sum / Terms.Seeds);
    }

    /// <summary>A result so that lower is better; NaN where it is not finite.</summary>
    private protected double ValueOf(double result) => !double.IsFinite(result) ? double.NaN : Terms.IsMaximised ? -result : result;

    private protected static string Ordinal(int number) => (number % 100 is > 10 and < 20 ? 0 : number % 10) switch
    {
        1 => Text($"{number}st"),
        2 => Text($"{number}nd"),
        3 => Text($"{number}rd"),
        _ => Text($"{number}th"),
    };

    private protected static string InEpochs(int epochs) => epochs == 1 ? "1 epoch" : Text($"{epochs} epochs");

    private protected static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
