using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Scheduling;

namespace OrleansHybrid.Cluster.Sweeps;

/// <summary>
/// Faults of the machines, which are no trial's fault but keep trials from running. After one, the sweep leases nothing
/// for a while; a trial that meets them again and again waits longer, whatever the others do.
/// </summary>
internal sealed class TroubleLog
{
    private readonly Dictionary<int, Backoff> _trials = [];
    private Backoff _sweep = Backoff.None;
    private string _message = "";

    /// <summary>Null when all is well.</summary>
    public SweepTrouble? Current => _sweep.Times == 0 ? null : new(_message, _sweep.Times);

    public void Met(int index, string message, TimeSpan now)
    {
        _message = message;
        _sweep = _sweep.After(now);
        _trials[index] = _trials.GetValueOrDefault(index, Backoff.None).After(now);
    }

    /// <summary>The trial committed a checkpoint or ended: the machines work.</summary>
    public void Cleared(int index)
    {
        _sweep = Backoff.None;
        _trials.Remove(index);
    }

    /// <summary>False while a fault of late keeps the whole sweep waiting.</summary>
    public bool AllowsLeases(TimeSpan now) => _sweep.IsOver(now);

    public bool AllowsLease(int index, TimeSpan now) => Trial(index).IsOver(now);

    /// <summary>Null where no fault keeps the trial waiting.</summary>
    public PendingReason? WhyWaiting(int index, TimeSpan now)
    {
        var until = _sweep.Until > Trial(index).Until ? _sweep.Until : Trial(index).Until;
        if (until <= now) return null;
        return new(PendingKind.BackingOff, $"tries again in {Math.Ceiling((until - now).TotalSeconds)} s after this: {_message}");
    }

    private Backoff Trial(int index) => _trials.GetValueOrDefault(index, Backoff.None);
}
