using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Contracts;

/// <summary>A trial's record after a call.</summary>
/// <param name="Refused">Why nothing changed; null where the call was accepted, now or when it was made before.</param>
/// <param name="Trial">The state of the trial.</param>
/// <param name="Checkpoints">The committed checkpoints, newest first; the files of any other may go.</param>
/// <param name="Dropped">The checkpoints that this very call put out of use.</param>
[GenerateSerializer, Immutable, Alias("trial-answer")]
public sealed record TrialAnswer(
    [property: Id(0)] Refusal? Refused,
    [property: Id(1)] TrialDigest Trial,
    [property: Id(2)] CheckpointRef[] Checkpoints,
    [property: Id(3)] CheckpointRef[] Dropped);

/// <summary>As much of a trial's record as its sweep's ledger keeps.</summary>
/// <param name="LostSeconds">Slot time of its past attempts whose work was thrown away.</param>
/// <param name="PastSeconds">Slot time of its past attempts; null from a silo of an older version.</param>
[GenerateSerializer, Immutable, Alias("trial-digest")]
public sealed record TrialDigest(
    [property: Id(0)] TrialState State,
    [property: Id(1)] int Attempt,
    [property: Id(2)] int Preemptions,
    [property: Id(3)] TrialResult? Result,
    [property: Id(4)] TrialFailure? Failure,
    [property: Id(5)] double LostSeconds = 0,
    [property: Id(6)] double? PastSeconds = null)
{
    internal static TrialDigest Of(Trial trial) =>
        new(trial.State, trial.Attempt, trial.Preemptions, trial.Result, trial.Failure, trial.LostSeconds, trial.PastSeconds);
}
