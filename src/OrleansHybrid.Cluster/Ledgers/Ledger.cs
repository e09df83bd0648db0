using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Scheduling;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Ledgers;

/// <summary>
/// A sweep's rows with their totals kept up to date, so that an event and a status cost the same for ten trials and for
/// 100,000. One writer; the totals may be read from any thread.
/// </summary>
/// <param name="born">A number that no earlier ledger of the sweep has reached as its <see cref="Revision"/>.</param>
/// <param name="rungOf">
/// The rung of a trial, of which the highest with a result has the best one; null for a trial that pauses at a rung, and for a control:
/// they can be no best one. Null for a sweep without rungs.
/// </param>
internal sealed class Ledger(int trials, ObjectiveMetric objective, long born = 0, Func<int, int?>? rungOf = null)
{
    private static readonly TrialState[] States = Enum.GetValues<TrialState>();

    private readonly int[] _counts = CountsOfUntouched(trials);
    private LedgerRow[] _rows = Enumerable.Repeat(LedgerRow.Untouched, trials).ToArray();
    private long[] _revisions = Enumerable.Repeat(born, trials).ToArray();
    private Gate _gate = Gate.Open;

    // The trials that never had a slot wait in order, from the frontier on; those that came back wait apart, so that
    // finding the next one never goes through the trials that are done.
    private readonly SortedSet<int> _returned = [];
    private int _frontier;

    private int _bestRung = -1;

    public int Trials => _rows.Length;

    public int Restarts { get; private set; }

    public int Preemptions { get; private set; }

    /// <summary>Trials that have used a slot, or do now.</summary>
    public int Begun { get; private set; }

    /// <summary>Time that ended attempts had their slots, summed.</summary>
    public double Seconds { get; private set; }

    /// <summary>Seconds of work that was thrown away, as far as the trials' records have told.</summary>
    public double LostSeconds { get; private set; }

    /// <summary>The best result so far; of trials to rungs, at the highest rung that has one.</summary>
    public BestTrial? Best { get; private set; }

    /// <summary>Trials that have a result of their own.</summary>
    public int Trained { get; private set; }

    /// <summary>Rises with every change.</summary>
    public long Revision { get; private set; } = born;

    /// <summary>
    /// The limits that people and the budget set to the waiting trials; the counts show these trials in the state that follows from
    /// it.
    /// </summary>
    public Gate Gate
    {
        get => _gate;
        set
        {
            if (_gate == value) return;
            _gate = value;
            Array.Fill(_revisions, ++Revision);
        }
    }

    public bool IsFinished => States.Where(state => state.IsFinal()).Sum(Count) == Trials;

    /// <summary>Trials that a slot may take.</summary>
    public int Waiting => Count(TrialState.Pending) + Count(TrialState.Preempted);

    public LedgerRow this[int index]
    {
        get => _rows[index];
        set
        {
            var old = _rows[index];
            _rows[index] = value;
            _revisions[index] = ++Revision;
            _counts[(int)old.State]--;
            _counts[(int)value.State]++;
            Restarts += RestartsOf(value) - RestartsOf(old);
            Preemptions += value.Preemptions - old.Preemptions;
            Begun += (value.HasBegun ? 1 : 0) - (old.HasBegun ? 1 : 0);
            Seconds += value.PastSeconds - old.PastSeconds;
            LostSeconds += value.LostSeconds - old.LostSeconds;
            Trained += (value.HasTrained ? 1 : 0) - (old.HasTrained ? 1 : 0);
            if (value.State is TrialState.Preempted || (value.State is TrialState.Pending && index < _frontier)) _returned.Add(index);
            else _returned.Remove(index);
            if (objective.Of(value.Result) is not { } score || (rungOf is null ? 0 : rungOf(index)) is not { } rung) return;
            if (rung > _bestRung || (rung == _bestRung && objective.IsBetter(score, than: Best?.Objective)))
                (Best, _bestRung) = (new(index, score), rung);
        }
    }

    public int Count(TrialState state)
    {
        var count = 0;
        foreach (var stored in States)
            if (Gate.Shown(stored) == state)
                count += _counts[(int)stored];
        return count;
    }

    /// <summary>The first waiting trial that the gate and <paramref name="isReady"/> let through, or null.</summary>
    /// <param name="mostPassedOver">The number of waiting trials that may be passed over to find it.</param>
    public int? NextWaiting(Predicate<int> isReady, int mostPassedOver = int.MaxValue)
    {
        if (!Gate.LetsThrough(TrialState.Pending) && !Gate.LetsThrough(TrialState.Preempted)) return null;
        foreach (var index in _returned)
            if (Gate.LetsThrough(_rows[index].State) && isReady(index))
                return index;
        for (; _frontier < Trials && _returned.Count < mostPassedOver; _frontier++)
        {
            if (_rows[_frontier].State is not TrialState.Pending) continue;
            if (!Gate.LetsThrough(TrialState.Pending)) return null;
            if (isReady(_frontier)) return _frontier;
            _returned.Add(_frontier);
        }

        return null;
    }

    /// <summary>The trials whose rows have changed since a revision; null where they are more than <paramref name="most"/>.</summary>
    public List<int>? ChangedSince(long revision, int most)
    {
        var changed = new List<int>();
        for (var index = 0; index < Trials; index++)
        {
            if (_revisions[index] <= revision) continue;
            if (changed.Count == most) return null;
            changed.Add(index);
        }

        return changed;
    }

    /// <summary>Appends trials that nobody has touched.</summary>
    public void Grow(int newTrials)
    {
        var added = newTrials - Trials;
        if (added <= 0) return;
        _rows = [.. _rows, .. Enumerable.Repeat(LedgerRow.Untouched, added)];
        _revisions = [.. _revisions, .. Enumerable.Repeat(++Revision, added)];
        _counts[(int)TrialState.Pending] += added;
    }

    private static int RestartsOf(LedgerRow row) => Math.Max(0, row.Attempts - 1);

    private static int[] CountsOfUntouched(int trials)
    {
        var counts = new int[States.Length];
        counts[(int)TrialState.Pending] = trials;
        return counts;
    }
}
