using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Attempts;

/// <summary>
/// An attempt's reports to the trial's record and to the sweep. Unless it says otherwise, a report is repeated until it arrives.
/// </summary>
internal sealed class AttemptReports(AttemptLease lease, IGrainFactory grains, PatientCalls calls, SeenData data)
{
    private readonly ITrialGrain _trial = grains.GetTrial(lease.Trial);
    private readonly ISweepGrain _sweep = grains.GetGrain<ISweepGrain>(lease.Trial.Sweep);

    /// <summary>The time for which a record that does not answer is asked again.</summary>
    public TimeSpan Patience => calls.Longest;

    /// <param name="above">The highest attempt that left anything in the checkpoints' store.</param>
    public Task<TrialAnswer> Begin(int above) => Repeat(() => _trial.Begin(
        lease.Key, lease.Terms.Key.Place, lost: lease.Terms.Lost, data: lease.Terms.Data, above: above));

    public Task<TrialAnswer> Commit(int attempt, CheckpointRef checkpoint, EpochMetrics[] epochs) =>
        Repeat(() => _trial.Commit(attempt, checkpoint, epochs, lease.Retention, lease.Key, lease.Seconds));

    /// <summary>The committed checkpoints of the trial at the rung below, the newest first; none where there is no such trial.</summary>
    public Task<CheckpointRef[]> CheckpointsBefore() => lease.Terms.After is { } before
        ? Repeat(() => grains.GetTrial(before).Checkpoints())
        : Task.FromResult<CheckpointRef[]>([]);

    /// <summary>Asks the sweep to give up what it can spare of its checkpoints.</summary>
    /// <returns>False if there is nothing.</returns>
    public Task<bool> MakeRoom() => Repeat(_sweep.MakeRoom);

    /// <summary>Reports how the training ended.</summary>
    /// <param name="attempt">The attempt's number.</param>
    /// <param name="lastWord">The trainer's last message.</param>
    /// <param name="epochs">The epochs since the last commit.</param>
    public Task<TrialAnswer> End(int attempt, TrainerMessage lastWord, EpochMetrics[] epochs) => Repeat(() => lastWord switch
    {
        TrainerMessage.Completed completed => _trial.Complete(
            attempt, completed.Result, completed.Checkpoint, epochs, lease.Retention, lease.Key, lease.Seconds),
        TrainerMessage.Preempted preempted => _trial.Preempt(
            attempt, preempted.Checkpoint, epochs, lease.Retention, lease.Key, lease.Seconds),
        TrainerMessage.Failed failed => _trial.Fail(attempt, failed.Failure, lease.Terms.MaxRestarts, lease.Key, lease.Seconds),
        _ => throw new InvalidOperationException($"{lastWord} ends no training"),
    });

    /// <summary>Reports once that the attempt leaves with nothing to add.</summary>
    /// <returns>Null where the record could not be reached.</returns>
    public async Task<TrialDigest?> Leave(int attempt)
    {
        try
        {
            return (await _trial.Preempt(attempt, null, [], lease.Retention, lease.Key, lease.Seconds)).Trial;
        }
        catch (Exception)
        {
            return null;
        }
    }

    /// <summary>Hands the lease back to the sweep.</summary>
    /// <param name="trial">Null where the record could not be reached.</param>
    /// <param name="reason">The reason, for a trial that is not final.</param>
    /// <param name="trouble">The fault of the machines that ended the attempt; null where there was none.</param>
    public Task HandBack(TrialDigest? trial, ReleaseReason reason, string? trouble = null) => calls.Repeat(
        () => trial is not null && trial.State.IsFinal()
            ? _sweep.Done(lease.Trial.Index, trial, lease.Terms.Key)
            : _sweep.Release(lease.Trial.Index, lease.Terms.Key, trial, reason, trouble),
        () => lease.IsLost);

    /// <summary>Hands the lease of a failed attempt back.</summary>
    public Task HandBack(TrialDigest trial, TrialFailure failure)
    {
        // The next offer must not name data that this trainer did not find.
        if (failure.Kind is FailureKind.OtherData or FailureKind.BadData) data.Forget(lease.Terms.Recipe.Dataset);
        if (failure.IsOwnFault) return HandBack(trial, ReleaseReason.OwnFault);
        var where = failure.Kind is FailureKind.GpuLost ? $"{lease.Terms.Key.Place} is set aside. " : "";
        return HandBack(trial, ReleaseReason.Trouble, where + failure.Message);
    }

    private Task<T> Repeat<T>(Func<Task<T>> call) => calls.Repeat(call, () => lease.IsLost);
}
