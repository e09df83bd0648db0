using OrleansHybrid.Sweeps.Results;

namespace OrleansHybrid.Cluster.Sweeps;

/// <remarks>A status is asked for several times a second, of sweeps with 100,000 trials: it looks at a sample of those that wait.</remarks>
internal sealed partial class ActiveSweep
{
    private const int MostSamples = 128;
    private const double GoldenRatio = 0.618033988749895;

    private readonly TrialTimes _times = new();
    private readonly Dictionary<int, double> _doneOfWaiting = [];

    private TrainingCost CostOf(int index) => TrainingCost.Of(Definition.RecipeOf(index));

    // Even steps through a grid would meet one value of its last setting again and again; those of the golden ratio do not.
    private IEnumerable<int> Sample =>
        ledger.Trials <= MostSamples ? Enumerable.Range(0, ledger.Trials)
        : Enumerable.Range(0, MostSamples).Select(sample => (int)(sample * GoldenRatio % 1 * ledger.Trials));

    /// <summary>Takes in what trials took that were over before this activation.</summary>
    private void RestoreTimes()
    {
        foreach (var index in Sample)
            if (ledger[index] is { HasTrained: true, PastSeconds: > 0 } row)
                _times.Add(CostOf(index), row.PastSeconds);
    }

    private TimeLeft? Left()
    {
        if (_leases.Count == 0) return null;
        TrialPart[] running =
        [
            .. _leases.All.Select(held => new TrialPart(CostOf(held.Index), held.Lease.Done, held.Lease.Pace?.WholeSeconds)),
        ];
        TrialPart[] waiting = ledger.Waiting == 0 ? [] :
        [
            .. from index in Sample
               where ledger.Gate.LetsThrough(ledger[index].State)
               select new TrialPart(CostOf(index), _doneOfWaiting.GetValueOrDefault(index)),
        ];
        return TimeLeft.Of(_times, ledger.Trained, running, waiting, waiting.Length == 0 ? 0 : ledger.Waiting);
    }
}
