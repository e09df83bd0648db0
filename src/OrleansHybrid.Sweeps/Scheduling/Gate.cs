using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Scheduling;

/// <summary>
/// The effect of a sweep's phase and budget on its trials: one value for all of them, so that pausing a sweep of 100,000 trials
/// changes none of their records.
/// </summary>
/// <param name="Reason">The reason why waiting trials do not run; null while the gate is open.</param>
public sealed record Gate(PendingReason? Reason)
{
    private TrialState? _fresh, _begun;

    public static Gate Open { get; } = new((PendingReason?)null);

    private static Gate Paused { get; } = new(new PendingReason(PendingKind.Paused, "the sweep is paused; resume it with 'hybrid resume'"))
    {
        _fresh = TrialState.Paused,
        _begun = TrialState.Paused,
    };

    private static Gate Stopped { get; } = OnlyBegun(new(PendingKind.Stopped, "the sweep is stopped; resume it with 'hybrid resume'"));

    private static Gate Cancelled { get; } = new(
        new PendingReason(PendingKind.Cancelled, "the sweep is cancelled; resume it with 'hybrid resume'"))
    {
        _fresh = TrialState.Cancelled,
        _begun = TrialState.Cancelled,
    };

    private static Gate Deleting { get; } = Cancelled with
    {
        Reason = new(PendingKind.Cancelled, "the sweep is being deleted; finish that with 'hybrid delete'")
    };

    /// <param name="usedUp">The budget that is used up; null if none is.</param>
    public static Gate Of(SweepPhase phase, PendingReason? usedUp) => phase switch
    {
        SweepPhase.Paused => Paused,
        SweepPhase.Stopped => Stopped,
        SweepPhase.Cancelled => Cancelled,
        SweepPhase.Deleting => Deleting,
        _ => usedUp is null ? Open : OnlyBegun(usedUp),
    };

    /// <summary>True if running trials must write a checkpoint and leave their slots.</summary>
    public bool EndsRunning => _begun is TrialState.Paused;

    /// <summary>True if running trials must end at once.</summary>
    public bool KillsRunning => _begun is TrialState.Cancelled;

    /// <summary>True if a trial in this state may have a slot.</summary>
    public bool LetsThrough(TrialState state) => state.CanBeLeased() && Shown(state) == state;

    /// <summary>The state that is shown for a trial while this gate is in force.</summary>
    public TrialState Shown(TrialState state) => state switch
    {
        TrialState.Pending => _fresh ?? state,
        TrialState.Preempted => _begun ?? state,
        _ => state,
    };

    private static Gate OnlyBegun(PendingReason reason) => new(reason) { _fresh = TrialState.Stopped };
}
