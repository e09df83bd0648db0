using Microsoft.Extensions.Logging;
using OrleansHybrid.Cluster.Checkpoints;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Slots;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Attempts;

/// <summary>One lease of one trial, from the record's grant to the record's last word on it.</summary>
internal sealed partial class TrialAttempt : IDisposable
{
    private readonly AttemptContext _context;
    private readonly ILogger _logger;
    private readonly ITrialGrain _trial;
    private readonly ISweepGrain _sweep;
    private readonly AttemptCheckpoints _checkpoints;
    private readonly CheckpointCommits _commits;
    private readonly TrainerDialogue _dialogue;
    private readonly CancellationTokenSource _lost = new();
    private readonly long _granted;
    private TrialDigest? _digest;
    private int _committedStep;
    private volatile bool _isAbandoned;

    /// <param name="asked">When the lease was asked for, as a timestamp.</param>
    public TrialAttempt(TrialLease lease, IReadOnlyList<Slot> slots, AttemptContext context, long asked)
    {
        (Lease, Slots, Confirmed, _context, _logger) = (lease, slots, asked, context, context.Logger);
        _granted = context.Time.GetTimestamp();
        _trial = context.Grains.GetTrial(lease.Trial);
        _sweep = context.Grains.GetGrain<ISweepGrain>(lease.Trial.Sweep);
        _checkpoints = new(context.Checkpoints, context.State, lease.Trial, context.Instruments, context.Time);
        _commits = new(Commit, _checkpoints.Forget, EndNow, context.Instruments);
        _dialogue = new(lease, slots, context, _commits.Add);
    }

    public TrialLease Lease { get; }

    public IReadOnlyList<Slot> Slots { get; }

    private CheckpointRetention Retention => Lease.Checkpoint.Retention(Lease.Metric);

    /// <summary>When the sweep last confirmed the lease, as a timestamp.</summary>
    public long Confirmed { get; set; }

    private string Key => Lease.Key.ToString();

    private double HeldSeconds => _context.Time.GetElapsedTime(_granted).TotalSeconds;

    /// <summary>What the next heartbeat says; null before the record granted the attempt.</summary>
    public LiveTrial? Live => _digest is { } digest && _dialogue.Gauges is var gauges
        ? new(
            Lease.Trial.Index, Lease.Key, digest.Attempt, digest.Preemptions, _committedStep, gauges.Progress, gauges.Accuracy, _dialogue.Warning,
            digest.LostSeconds, HeldSeconds, digest.PastSeconds)
        : null;

    /// <summary>Never fails: whatever goes wrong becomes trouble of the sweep.</summary>
    public async Task Run()
    {
        try
        {
            var above = await _checkpoints.HighestAttempt();
            var begun = await Repeat(() => _trial.Begin(Key, Lease.Key.Place, lost: Lease.Lost, data: Lease.Data, above: above));
            if (begun.Refused is null) await Train(begun);
            else await HandBack(begun.Trial, ReleaseReason.Notice);
        }
        catch (Exception) when (_isAbandoned)
        {
            // The trial is somebody else's now.
        }
        catch (Exception failure)
        {
            LogTrouble(Lease.Trial, failure);
            if (failure is CheckpointStoreException) _context.Instruments.CheckpointFailed();
            await GiveUp(failure.Message);
        }
        finally
        {
            _checkpoints.Discard();
        }
    }

    /// <summary>Lets the trainer checkpoint at its next step and end.</summary>
    public void AskToLeave() => _dialogue.AskToLeave();

    /// <summary>Ends the trainer at once; the trial goes on from its last committed checkpoint.</summary>
    public void EndNow() => _dialogue.EndNow();

    /// <summary>The lease is lost: ends the trainer and reports nothing more.</summary>
    public void Abandon()
    {
        if (_isAbandoned) return;
        LogAbandoned(Lease.Trial);
        _isAbandoned = true;
        EndNow();
        _lost.Cancel();
    }

    public void Dispose()
    {
        _dialogue.Dispose();
        _lost.Dispose();
    }

    private async Task Train(TrialAnswer begun)
    {
        _digest = begun.Trial;
        var attempt = begun.Trial.Attempt;
        await _checkpoints.RequireRoom(Lease.Checkpoint.QuotaBytes, _lost.Token);
        var resumeFrom = await _checkpoints.Prepare(begun.Checkpoints, attempt, _dialogue.PassOver, _lost.Token);
        var lastWord = await _dialogue.Run(attempt, resumeFrom, _checkpoints.Folder);
        await _commits.Finish();
        if (_isAbandoned) return;

        if (CheckpointOf(lastWord) is { } last) await SaveLast(last);
        var end = await Repeat(() => Record(lastWord, attempt));
        // Refused by a trial that has gone on without this attempt.
        if (end.Refused is not null && !end.Trial.State.IsFinal()) return;

        await _checkpoints.KeepOnly(end.Checkpoints, attempt, _lost.Token);
        if (lastWord is TrainerMessage.Failed { Failure: var failure }) await HandBackFailed(end.Trial, failure);
        else await HandBack(end.Trial, ReleaseReason.Notice);
    }

    private static CheckpointRef? CheckpointOf(TrainerMessage lastWord) => lastWord switch
    {
        TrainerMessage.Completed completed => completed.Checkpoint,
        TrainerMessage.Preempted preempted => preempted.Checkpoint,
        _ => null,
    };

    private async Task Commit(TrainerMessage.CheckpointWritten written)
    {
        await _checkpoints.Save(written.Checkpoint, _lost.Token);
        // The training has gone on meanwhile: a later epoch belongs to a later checkpoint.
        EpochMetrics[] epochs = [.. _dialogue.NewEpochs.TakeWhile(epoch => epoch.Epoch <= written.Checkpoint.Epoch)];
        var answer = await Repeat(() => _trial.Commit(_digest!.Attempt, written.Checkpoint, epochs, Retention, Key, HeldSeconds));
        if (answer.Refused is not null)
        {
            Abandon();
            return;
        }

        foreach (var _ in epochs) _dialogue.NewEpochs.TryDequeue(out EpochMetrics? _);
        _committedStep = written.Checkpoint.Step;
        _dialogue.Gauges.SafeSince = _context.Time.GetTimestamp();
        _context.Instruments.CheckpointCommitted(written.Checkpoint.Bytes, written.Seconds);
        await _checkpoints.Delete(answer.Dropped, _lost.Token);
        await _checkpoints.RequireRoom(Lease.Checkpoint.QuotaBytes, _lost.Token);
    }

    /// <summary>The trainer has ended: a store that is away is waited for as long as a record that does not answer.</summary>
    private async Task SaveLast(CheckpointRef checkpoint)
    {
        using var patience = new CancellationTokenSource(_context.Timings.Outage, _context.Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, _lost.Token);
        await _checkpoints.Save(checkpoint, stop.Token);
    }

    private Task<TrialAnswer> Record(TrainerMessage lastWord, int attempt)
    {
        EpochMetrics[] epochs = [.. _dialogue.NewEpochs];
        return lastWord switch
        {
            TrainerMessage.Completed completed => _trial.Complete(attempt, completed.Result, completed.Checkpoint, epochs, Retention, Key, HeldSeconds),
            TrainerMessage.Preempted preempted => _trial.Preempt(attempt, preempted.Checkpoint, epochs, Retention, Key, HeldSeconds),
            TrainerMessage.Failed failed => _trial.Fail(attempt, failed.Failure, Lease.MaxRestarts, Key, HeldSeconds),
            _ => throw new InvalidOperationException($"{lastWord} ends no training"),
        };
    }

    private Task HandBackFailed(TrialDigest trial, TrialFailure failure)
    {
        LogFailed(Lease.Trial, failure.Kind, failure.Message);
        _context.Instruments.TrialFailed(failure.Kind);
        if (failure.Kind is FailureKind.Storage) _context.Instruments.CheckpointFailed();
        if (failure.Kind is FailureKind.OtherData or FailureKind.BadData) _context.Data.Forget(Lease.Recipe.Dataset);
        return failure.IsOwnFault ? HandBack(trial, ReleaseReason.OwnFault) : HandBack(trial, ReleaseReason.Trouble, failure.Message);
    }

    /// <param name="trial">Null where the record could not be reached.</param>
    private Task HandBack(TrialDigest? trial, ReleaseReason reason, string? trouble = null) => Repeat(
        () => trial is not null && trial.State.IsFinal()
            ? _sweep.Done(Lease.Trial.Index, trial, Lease.Key)
            : _sweep.Release(Lease.Trial.Index, Lease.Key, trial, reason, trouble));

    /// <summary>The machine or the storage is out of order: says what can still be said.</summary>
    private async Task GiveUp(string trouble)
    {
        EndNow();
        try
        {
            await HandBack(await PreemptOnce(), ReleaseReason.Trouble, trouble);
        }
        catch (Exception failure)
        {
            // Nobody hears: the lease ends by itself, and the next attempt's begin tells the record.
            LogTrouble(Lease.Trial, failure);
        }
    }

    private Task<T> Repeat<T>(Func<Task<T>> call) => _context.Calls.Repeat(call, () => _isAbandoned);

    private Task Repeat(Func<Task> call) => _context.Calls.Repeat(call, () => _isAbandoned);

    private async Task<TrialDigest?> PreemptOnce()
    {
        try
        {
            return _digest is { } begun ? (await _trial.Preempt(begun.Attempt, null, [], Retention, Key, HeldSeconds)).Trial : null;
        }
        catch (Exception)
        {
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Trial}: the lease is lost, its trainer is killed")]
    private partial void LogAbandoned(TrialId trial);

    [LoggerMessage(LogLevel.Warning, "{Trial} failed ({Kind}): {Message}")]
    private partial void LogFailed(TrialId trial, FailureKind kind, string message);

    [LoggerMessage(LogLevel.Warning, "{Trial}: the attempt is given up")]
    private partial void LogTrouble(TrialId trial, Exception failure);
}
