using Orleans.Concurrency;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Contracts;

/// <summary>
/// One trial's durable record and the guard of its lease. Key: <see cref="TrialId"/>. An answer means that the record
/// is saved; every call may be repeated after a timeout. The rules are those of <see cref="Trial"/>. A report names its lease by
/// <c>lease</c> and says with <c>seconds</c> how long that has had its slots, by the reporting machine's own steady clock; silos of an
/// older version say neither.
/// </summary>
[Alias("trial")]
public interface ITrialGrain : IGrainWithStringKey
{
    /// <summary>Grants the next attempt to the holder of a lease, and refuses the former one from now on.</summary>
    /// <param name="lease">Names the lease; the same one gets the same attempt again.</param>
    /// <param name="slot">The silo and the slots of it that the holder has.</param>
    /// <param name="lastSeen">Silos of an older version say with it when the former holder was heard of last.</param>
    /// <param name="lost">The time that the lost former holder had the trial; null where nobody knows.</param>
    /// <param name="data">The fingerprint of the data that the attempt learns from; null where nobody knows.</param>
    /// <param name="above">The highest attempt that left anything in the checkpoints' store.</param>
    [Alias("begin")]
    Task<TrialAnswer> Begin(
        string lease, string slot, DateTimeOffset? lastSeen = null, HeldTime? lost = null, DataFingerprint? data = null, int above = 0);

    /// <summary>Points the record at a durable checkpoint, with the epochs that ended since the last one.</summary>
    [Alias("commit")]
    Task<TrialAnswer> Commit(
        int attempt,
        CheckpointRef checkpoint,
        EpochMetrics[] epochs,
        CheckpointRetention keep,
        string? lease = null,
        double? seconds = null);

    [Alias("complete")]
    Task<TrialAnswer> Complete(
        int attempt,
        TrialResult result,
        CheckpointRef checkpoint,
        EpochMetrics[] epochs,
        CheckpointRetention keep,
        string? lease = null,
        double? seconds = null);

    /// <summary>Hands the lease back so that the trial resumes on another slot.</summary>
    /// <param name="checkpoint">Null where the attempt added nothing to what is committed.</param>
    [Alias("preempt")]
    Task<TrialAnswer> Preempt(
        int attempt,
        CheckpointRef? checkpoint,
        EpochMetrics[] epochs,
        CheckpointRetention keep,
        string? lease = null,
        double? seconds = null);

    [Alias("fail")]
    Task<TrialAnswer> Fail(int attempt, TrialFailure failure, int maxRestarts, string? lease = null, double? seconds = null);

    /// <summary>Does what a person wants of the trial; a running attempt learns of it through its sweep.</summary>
    /// <param name="held">The time that the running attempt has had its slots, as the sweep has heard; null where it has not.</param>
    [Alias("follow")]
    Task<TrialAnswer> Follow(Verb verb, HeldTime? held = null);

    /// <summary>Drops checkpoints of a trial that has ended; their files may go then.</summary>
    [Alias("retain")]
    Task<TrialAnswer> Retain(CheckpointRetention keep);

    /// <summary>Forgets the trial. Its checkpoints' files are not looked at.</summary>
    [Alias("delete")]
    Task Delete();

    /// <summary>The committed checkpoints, newest first.</summary>
    [Alias("checkpoints"), AlwaysInterleave]
    Task<CheckpointRef[]> Checkpoints();

    /// <summary>
    /// The fingerprint of the data that its checkpoints learned from; null before the first attempt, and where nobody took it down.
    /// </summary>
    [Alias("data"), AlwaysInterleave]
    Task<DataFingerprint?> Data();

    /// <summary>The trial's epochs so far, in order.</summary>
    [Alias("history"), AlwaysInterleave]
    Task<IReadOnlyList<EpochMetrics>> History();

    /// <summary>
    /// The trial's attempts so far, oldest first, the open one as far as the record knows it: the newest hundred of many.
    /// </summary>
    [Alias("attempts"), AlwaysInterleave]
    Task<IReadOnlyList<AttemptRecord>> Attempts();
}

public static class TrialGrains
{
    public static ITrialGrain GetTrial(this IGrainFactory grains, TrialId id) => grains.GetGrain<ITrialGrain>(id.ToString());
}
