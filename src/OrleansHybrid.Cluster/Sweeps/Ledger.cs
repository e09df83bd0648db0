using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Sweeps;

/// <summary>
/// A sweep's rows with their totals kept up to date, so that a status costs the same for ten trials and for 100,000.
/// One writer; the totals may be read from any thread.
/// </summary>
internal sealed class Ledger(int trials, ObjectiveMetric objective)
{
    private readonly LedgerRow[] _rows = Enumerable.Repeat(LedgerRow.Untouched, trials).ToArray();
    private readonly int[] _counts = CountsOfUntouched(trials);
    private int _firstWaiting;

    public int Trials => _rows.Length;

    public int Restarts { get; private set; }

    public int Preemptions { get; private set; }

    public BestTrial? Best { get; private set; }

    public bool IsFinished => Enum.GetValues<TrialState>().Where(state => state.IsFinal()).Sum(Count) == Trials;

    public int Waiting => Count(TrialState.Pending) + Count(TrialState.Preempted);

    public LedgerRow this[int index]
    {
        get => _rows[index];
        set
        {
            var old = _rows[index];
            _rows[index] = value;
            _counts[(int)old.State]--;
            _counts[(int)value.State]++;
            Restarts += RestartsOf(value) - RestartsOf(old);
            Preemptions += value.Preemptions - old.Preemptions;
            if (value.State.CanBeLeased()) _firstWaiting = Math.Min(_firstWaiting, index);
            if (objective.Of(value.Result) is { } score && (Best is null || IsBetter(score, Best.Objective))) Best = new(index, score);
        }
    }

    public int Count(TrialState state) => _counts[(int)state];

    /// <summary>The first waiting trial that <paramref name="isReady"/> accepts, or null.</summary>
    public int? NextWaiting(Predicate<int> isReady)
    {
        while (_firstWaiting < Trials && !_rows[_firstWaiting].State.CanBeLeased()) _firstWaiting++;
        for (var index = _firstWaiting; index < Trials; index++)
            if (_rows[index].State.CanBeLeased() && isReady(index))
                return index;
        return null;
    }

    private bool IsBetter(double score, double than) => objective.Goal is Goal.Maximize ? score > than : score < than;

    private static int RestartsOf(LedgerRow row) => Math.Max(0, row.Attempts - 1);

    private static int[] CountsOfUntouched(int trials)
    {
        var counts = new int[Enum.GetValues<TrialState>().Length];
        counts[(int)TrialState.Pending] = trials;
        return counts;
    }
}
