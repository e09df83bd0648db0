namespace OrleansHybrid.Sweeps.Trials;

public sealed partial record Trial
{
    /// <summary>
    /// Applies a person's verb to the trial. It needs no attempt, because people hold no lease. A repeated verb changes nothing.
    /// </summary>
    /// <param name="held">The slot time that the sweep knows of the lease that the verb may end; null if it knows none.</param>
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

    /// <summary>Prevents new attempts until the trial is resumed. A running attempt may still report: its checkpoints count.</summary>
    private Transition Pause() =>
        State.IsFinal()
            ? new Transition.Refused(Refusal.HasEnded)
            : Accept(State is TrialState.Paused ? this : this with { State = TrialState.Paused });

    private Transition Resume() =>
        State.IsFinal() ? new Transition.Refused(Refusal.HasEnded)
        : Accept(State is TrialState.Paused ? this with { State = Owner is null ? Waiting : TrialState.Running } : this);

    /// <summary>Ends the trial in its present state. Later reports of a running attempt are refused.</summary>
    private Transition End(TrialState end, AttemptEnd attempt, HeldTime? held) =>
        State == end ? Accept(this)
        : State.IsFinal() ? new Transition.Refused(Refusal.HasEnded)
        : Accept(Close(attempt, SecondsOf(held), isSafe: true) with { State = end });

    private Transition Retry() =>
        State is TrialState.Completed ? new Transition.Refused(Refusal.HasEnded)
        : Accept(State.IsFinal() ? this with { State = Waiting, OwnFaults = 0, Failure = null } : this);
}
