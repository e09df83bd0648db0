using OrleansHybrid.Cluster.Ledgers;
using OrleansHybrid.Sweeps.Search.Plans;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Sweeps;

/// <summary>The final results of a sweep's trials, as a search asks for them.</summary>
internal sealed class KnownResults(Ledger ledger, Func<int, ObjectiveMetric> metricOf)
{
    // By the first trial of a span: the first trial from there on that is not final. A search asks for the same spans thousands of times.
    private readonly Dictionary<int, int> _finalUntil = [];

    /// <summary>The value by which a trial is compared; NaN for one that ended without a result, null for one that has not ended.</summary>
    public double? Of(int trial) =>
        ledger[trial].State.IsFinal() ? metricOf(trial).Of(ledger[trial].Result) ?? double.NaN : null;

    /// <summary>True if all trials of all spans are final.</summary>
    public bool Has(IReadOnlyList<TrialSpan> spans)
    {
        foreach (var span in spans)
            if (FirstMissing(span) < span.Until)
                return false;
        return true;
    }

    /// <summary>The trials of the spans that are not final.</summary>
    public IReadOnlyList<int> Missing(IReadOnlyList<TrialSpan> spans) =>
    [
        .. from span in spans
           let first = FirstMissing(span)
           from trial in Enumerable.Range(first, Math.Max(0, span.Until - first))
           where !ledger[trial].State.IsFinal()
           select trial,
    ];

    /// <summary>To be called when a trial that was final is not any more.</summary>
    public void Forget() => _finalUntil.Clear();

    private int FirstMissing(TrialSpan span)
    {
        var until = _finalUntil.GetValueOrDefault(span.From, span.From);
        while (until < span.Until && ledger[until].State.IsFinal()) until++;
        return _finalUntil[span.From] = until;
    }
}
