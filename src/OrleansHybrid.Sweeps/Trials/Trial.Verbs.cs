namespace OrleansHybrid.Sweeps.Trials;

public sealed partial record Trial
{
    /// <summary>What a person wants of the trial. Needs no attempt, as people hold no lease; said again, it changes nothing.</summary>
    /// <param name="held">What the sweep has heard of the lease that the wish may end; null where that is nothing.</param>
    public Transition After(Verb verb, HeldTime? held) => verb switch
    {
        Verb.Pause => Pause(),
        Verb.Resume => Resume(),
        Verb.Stop => End(TrialState.Stopped, AttemptEnd.Stopped, held),
        Verb.Cancel => End(TrialState.Cancelled, AttemptEnd.Cancelled, held),
        Verb.Retry => Retry(),
        // Only the sweep can ask the holder of the lease to leave; the record learns of it from the holder.
        _ => Accept(this),
    };

    private TrialState Waiting => Attempt == 0 ? TrialState.Pending : TrialState.Preempted;

    /// <summary>Nobody begins the trial until it is resumed. An attempt that runs may still check in: its checkpoints count.</summary>
    private Transition Pause() =>
        State.IsFinal() ? new Transition.Refused(Refusal.HasEnded) : Accept(State is TrialState.Paused ? this : this with { State = TrialState.Paused });

    private Transition Resume() =>
        State.IsFinal() ? new Transition.Refused(Refusal.HasEnded)
        : Accept(State is TrialState.Paused ? this with { State = Owner is null ? Waiting : TrialState.Running } : this);

    /// <summary>Ends the trial as it stands; the fence refuses whatever an attempt that runs would still report.</summary>
    private Transition End(TrialState end, AttemptEnd attempt, HeldTime? held) =>
        State == end ? Accept(this)
        : State.IsFinal() ? new Transition.Refused(Refusal.HasEnded)
        : Accept(Close(attempt, SecondsOf(held), isSafe: true) with { State = end });

    private Transition Retry() =>
        State is TrialState.Completed ? new Transition.Refused(Refusal.HasEnded)
        : Accept(State.IsFinal() ? this with { State = Waiting, OwnFaults = 0, Failure = null } : this);
}
