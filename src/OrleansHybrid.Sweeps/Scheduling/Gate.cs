using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Scheduling;

/// <summary>
/// What a sweep's people and its budget allow its waiting trials: one value for all of them, so that pausing a sweep of
/// 100,000 trials touches none of their records.
/// </summary>
/// <param name="Reason">Why a trial that it keeps back does not run; null where it is open.</param>
public sealed record Gate(PendingReason? Reason)
{
    private TrialState? _fresh, _begun;

    public static Gate Open { get; } = new((PendingReason?)null);

    private static Gate Paused { get; } = new(new PendingReason(PendingKind.Paused, "the sweep is paused; 'hybrid resume' lets it go on"))
    {
        _fresh = TrialState.Paused,
        _begun = TrialState.Paused,
    };

    private static Gate Stopped { get; } = OnlyBegun(new(PendingKind.Stopped, "the sweep is stopped; 'hybrid resume' lets it go on"));

    private static Gate Cancelled { get; } = new(new PendingReason(PendingKind.Cancelled, "the sweep is cancelled; 'hybrid resume' lets it go on"))
    {
        _fresh = TrialState.Cancelled,
        _begun = TrialState.Cancelled,
    };

    private static Gate Deleting { get; } = Cancelled with { Reason = new(PendingKind.Cancelled, "the sweep is being deleted; 'hybrid delete' goes on with that") };

    /// <param name="usedUp">A budget that is used up; null where none is.</param>
    public static Gate Of(SweepPhase phase, PendingReason? usedUp) => phase switch
    {
        SweepPhase.Paused => Paused,
        SweepPhase.Stopped => Stopped,
        SweepPhase.Cancelled => Cancelled,
        SweepPhase.Deleting => Deleting,
        _ => usedUp is null ? Open : OnlyBegun(usedUp),
    };

    /// <summary>Whether running trials must checkpoint and leave their slots.</summary>
    public bool EndsRunning => _begun is TrialState.Paused;

    /// <summary>Whether running trials must end at once.</summary>
    public bool KillsRunning => _begun is TrialState.Cancelled;

    /// <summary>Whether a trial in this state may have a slot.</summary>
    public bool LetsThrough(TrialState state) => state.CanBeLeased() && Shown(state) == state;

    /// <summary>The state in which a trial counts while this gate holds.</summary>
    public TrialState Shown(TrialState state) => state switch
    {
        TrialState.Pending => _fresh ?? state,
        TrialState.Preempted => _begun ?? state,
        _ => state,
    };

    private static Gate OnlyBegun(PendingReason reason) => new(reason) { _fresh = TrialState.Stopped };
}
