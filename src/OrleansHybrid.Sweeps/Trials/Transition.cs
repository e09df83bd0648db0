namespace OrleansHybrid.Sweeps.Trials;

/// <summary>The answer of a <see cref="Trial"/> to a request.</summary>
public abstract record Transition
{
    private Transition()
    {
    }

    /// <summary>The change is made, by this call or by an earlier identical one.</summary>
    /// <param name="Trial">
    /// The trial after the change; the same object if a repeated call changed nothing, so that nothing needs to be saved.
    /// </param>
    /// <param name="Dropped">Checkpoints to which the trial no longer refers: their files may be deleted once the trial is saved.</param>
    public sealed record Accepted(Trial Trial, IReadOnlyList<CheckpointRef> Dropped) : Transition;

    /// <summary>The change is refused, now and for ever, for this caller: its trainer must end.</summary>
    public sealed record Refused(Refusal Reason) : Transition;
}

public enum Refusal
{
    /// <summary>The caller's attempt is not the latest: another lease has replaced it.</summary>
    StaleAttempt,

    /// <summary>The caller's attempt has already ended in another way.</summary>
    AttemptEnded,

    /// <summary>The trial is final or paused: no attempt can begin.</summary>
    NotLeasable,

    /// <summary>The trial has ended, and the verb does not change that.</summary>
    HasEnded,
}
