using Microsoft.Extensions.Logging;
using Orleans.Placement;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Metrics;
using OrleansHybrid.Cluster.Storage;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Trials;

/// <remarks>
/// Only saves what <see cref="Trial"/> decides. Should two activations exist for a moment, the storage's ETag lets one
/// of them save; the other is deactivated by Orleans and its caller asks again.
/// </remarks>
[PreferLocalPlacement, CollectionAgeLimit(Minutes = 2)]
internal sealed partial class TrialGrain(
    [PersistentState("trial", StorageNames.Sweeps)] IPersistentState<TrialRecord> record,
    TimeProvider time,
    ILogger<TrialGrain> logger) : Grain, ITrialGrain
{
    private Trial Trial => record.State.Trial;

    private DateTimeOffset Now => time.GetUtcNow();

    public Task<TrialAnswer> Begin(string lease, string slot, DateTimeOffset? lastSeen, HeldTime? lost, DataFingerprint? data, int above) =>
        Save(trial => trial is { State: TrialState.Running } && trial.Owner == lease
            ? new Transition.Accepted(trial, [])
            : trial.Begin(lease, slot, lost ?? Until(lastSeen), Now, data, above));

    public Task<TrialAnswer> Commit(
        int attempt, CheckpointRef checkpoint, EpochMetrics[] epochs, CheckpointRetention keep, string? lease, double? seconds) =>
        Save(trial => trial.Commit(By(attempt, lease, seconds), checkpoint, epochs, keep));

    public Task<TrialAnswer> Complete(
        int attempt,
        TrialResult result,
        CheckpointRef checkpoint,
        EpochMetrics[] epochs,
        CheckpointRetention keep,
        string? lease,
        double? seconds) =>
        Save(trial => trial.Complete(By(attempt, lease, seconds), result, checkpoint, epochs, keep));

    public Task<TrialAnswer> Preempt(
        int attempt, CheckpointRef? checkpoint, EpochMetrics[] epochs, CheckpointRetention keep, string? lease, double? seconds) =>
        Save(trial => trial.Preempt(By(attempt, lease, seconds), checkpoint, epochs, keep));

    public Task<TrialAnswer> Fail(int attempt, TrialFailure failure, int maxRestarts, string? lease, double? seconds) =>
        Save(trial => trial.Fail(By(attempt, lease, seconds), failure, maxRestarts));

    public Task<TrialAnswer> Follow(Verb verb, HeldTime? held) => Save(trial => trial.After(verb, held));

    public Task<TrialAnswer> Retain(CheckpointRetention keep) => Save(trial => trial.Retain(keep));

    public async Task Delete()
    {
        await record.ClearStateAsync();
        DeactivateOnIdle();
    }

    public Task<CheckpointRef[]> Checkpoints() => Task.FromResult(Trial.Checkpoints.ToArray());

    public Task<DataFingerprint?> Data() => Task.FromResult(Trial.Data);

    public Task<IReadOnlyList<EpochMetrics>> History() => Task.FromResult<IReadOnlyList<EpochMetrics>>(Trial.History.ToArray());

    public Task<IReadOnlyList<AttemptRecord>> Attempts() => Task.FromResult<IReadOnlyList<AttemptRecord>>(Trial.Attempts().ToArray());

    private AttemptReport By(int attempt, string? lease, double? seconds) => new(attempt, seconds ?? Until(Now)?.Seconds ?? 0, lease);

    // As silos of an older version measured it.
    private HeldTime? Until(DateTimeOffset? moment) =>
        Trial is { Owner: { } owner, OpenAttempt: { } open } && moment is { } end ? new(owner, (end - open.Began).TotalSeconds) : null;

    private async Task<TrialAnswer> Save(Func<Trial, Transition> decide)
    {
        var transition = decide(Trial);
        if (!Changes(transition))
        {
            // Only what is saved meets the storage's ETag: an activation that others take for gone may know an older record, and what
            // it says of that would be believed.
            await record.ReadStateAsync();
            transition = decide(Trial);
        }

        if (transition is Transition.Refused refused)
        {
            LogRefused(this.GetPrimaryKeyString(), refused.Reason, Trial.Attempt, Trial.State);
            return Answer(refused.Reason, []);
        }

        var (next, dropped) = (Transition.Accepted)transition;
        var before = Trial;
        if (Changes(transition)) await record.Save(new(next));
        SweepTraces.Trial(this.GetPrimaryKeyString(), before, next, Now);
        // Nobody but a reader will ask for it again: a finished sweep of 100,000 trials must not stay in memory.
        if (Trial.State.IsFinal()) DeactivateOnIdle();
        return Answer(null, dropped);
    }

    private bool Changes(Transition transition) => transition is Transition.Accepted accepted && !ReferenceEquals(accepted.Trial, Trial);

    private TrialAnswer Answer(Refusal? refused, IReadOnlyList<CheckpointRef> dropped) =>
        new(refused, TrialDigest.Of(Trial), [.. Trial.Checkpoints], [.. dropped]);

    [LoggerMessage(LogLevel.Information, "{Trial} refused a call ({Reason}): it is {State} and its latest attempt is {Attempt}")]
    private partial void LogRefused(string trial, Refusal reason, int attempt, TrialState state);
}
