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
[GenerateSerializer, Immutable, Alias("trial-digest")]
public sealed record TrialDigest
{
    [Id(0)]
    public required TrialState State { get; init; }

    [Id(1)]
    public required int Attempt { get; init; }

    [Id(2)]
    public required int Preemptions { get; init; }

    [Id(3)]
    public TrialResult? Result { get; init; }

    [Id(4)]
    public TrialFailure? Failure { get; init; }

    /// <summary>Slot time of its past attempts whose work was thrown away.</summary>
    [Id(5)]
    public double LostSeconds { get; init; }

    /// <summary>Slot time of its past attempts; null from a silo of an older version.</summary>
    [Id(6)]
    public double? PastSeconds { get; init; }

    internal static TrialDigest Of(Trial trial) =>
        new()
        {
            State = trial.State,
            Attempt = trial.Attempt,
            Preemptions = trial.Preemptions,
            Result = trial.Result,
            Failure = trial.Failure,
            LostSeconds = trial.LostSeconds,
            PastSeconds = trial.PastSeconds,
        };
}
