namespace OrleansHybrid.Sweeps.Trials;

/// <summary>The answer of a <see cref="Trial"/> to what somebody wants of it.</summary>
public abstract record Transition
{
    private Transition()
    {
    }

    /// <summary>It happened, now or when the caller asked before.</summary>
    /// <param name="Trial">The trial from now on; the very same object where a repeated call changed nothing, so that nothing needs saving.</param>
    /// <param name="Dropped">Checkpoints that the trial points at no longer: their files may go once the trial is saved.</param>
    public sealed record Accepted(Trial Trial, IReadOnlyList<CheckpointRef> Dropped) : Transition;

    /// <summary>It did not happen and never will for this caller: its trainer must end.</summary>
    public sealed record Refused(Refusal Reason) : Transition;
}

public enum Refusal
{
    /// <summary>The caller's attempt is not the trial's latest: another lease has replaced it.</summary>
    StaleAttempt,

    /// <summary>The caller's attempt has already ended in another way.</summary>
    AttemptEnded,

    /// <summary>The trial is final or paused: there is nothing to begin.</summary>
    NotLeasable,

    /// <summary>The trial has come to an end that the wish does not change.</summary>
    HasEnded,
}
