using Microsoft.Extensions.Logging;
using OrleansHybrid.Cluster.Sweeps;
using OrleansHybrid.Cluster.Trials;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Slots;

/// <summary>One lease of one trial, from the record's grant to the record's last word on it.</summary>
internal sealed partial class TrialAttempt : IDisposable
{
    private readonly AttemptContext _context;
    private readonly ILogger _logger;
    private readonly ITrialGrain _trial;
    private readonly ISweepGrain _sweep;
    private readonly CheckpointFolder _checkpoints;
    private readonly TrainerDialogue _dialogue;
    private TrialDigest? _digest;
    private int _committedStep;
    private volatile bool _isAbandoned;

    /// <param name="granted">When the lease was asked for.</param>
    public TrialAttempt(TrialLease lease, IReadOnlyList<Slot> slots, AttemptContext context, DateTimeOffset granted)
    {
        (Lease, Slots, Confirmed, _context, _logger) = (lease, slots, granted, context, context.Logger);
        _trial = context.Grains.GetTrial(lease.Trial);
        _sweep = context.Grains.GetGrain<ISweepGrain>(lease.Trial.Sweep);
        _checkpoints = new(context.State.Checkpoints(lease.Trial));
        _dialogue = new(lease, slots, context, Commit);
    }

    public TrialLease Lease { get; }

    public IReadOnlyList<Slot> Slots { get; }

    /// <summary>When the sweep last confirmed the lease.</summary>
    public DateTimeOffset Confirmed { get; set; }

    /// <summary>What the next heartbeat says; null before the record granted the attempt.</summary>
    public LiveTrial? Live => _digest is { } digest && _dialogue.Gauges is var gauges
        ? new(Lease.Trial.Index, Lease.Key, digest.Attempt, digest.Preemptions, _committedStep, gauges.Progress, gauges.Accuracy, _dialogue.Warning)
        : null;

    /// <summary>Never fails: whatever goes wrong becomes trouble of the sweep.</summary>
    public async Task Run()
    {
        try
        {
            var begun = await Repeat(() => _trial.Begin(Lease.Key.ToString()));
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
            await GiveUp(failure.Message);
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
    }

    public void Dispose() => _dialogue.Dispose();

    private async Task Train(TrialAnswer begun)
    {
        _digest = begun.Trial;
        _checkpoints.KeepOnly(begun.Checkpoints, begun.Trial.Attempt);
        var lastWord = await _dialogue.Run(begun, _checkpoints.Path);
        if (_isAbandoned) return;

        var end = await Repeat(() => Record(lastWord, begun.Trial.Attempt));
        // Refused by a trial that has gone on without this attempt.
        if (end.Refused is not null && !end.Trial.State.IsFinal()) return;

        _checkpoints.KeepOnly(end.Checkpoints, begun.Trial.Attempt);
        if (lastWord is TrainerMessage.Failed { Failure: var failure }) await HandBackFailed(end.Trial, failure);
        else await HandBack(end.Trial, ReleaseReason.Notice);
    }

    private async Task<bool> Commit(TrainerMessage.CheckpointWritten written)
    {
        EpochMetrics[] epochs = [.. _dialogue.NewEpochs];
        var answer = await Repeat(() => _trial.Commit(_digest!.Attempt, written.Checkpoint, epochs, Lease.Checkpoint.Keep));
        if (answer.Refused is not null)
        {
            Abandon();
            return false;
        }

        _dialogue.NewEpochs.Clear();
        _committedStep = written.Checkpoint.Step;
        _dialogue.Gauges.SafeSince = _context.Time.GetUtcNow();
        _context.Instruments.CheckpointCommitted(written.Checkpoint.Bytes, written.Seconds);
        _checkpoints.Delete(answer.Dropped);
        return true;
    }

    private Task<TrialAnswer> Record(TrainerMessage lastWord, int attempt)
    {
        EpochMetrics[] epochs = [.. _dialogue.NewEpochs];
        var keep = Lease.Checkpoint.Keep;
        return lastWord switch
        {
            TrainerMessage.Completed completed => _trial.Complete(attempt, completed.Result, completed.Checkpoint, epochs, keep),
            TrainerMessage.Preempted preempted => _trial.Preempt(attempt, preempted.Checkpoint, epochs, keep),
            TrainerMessage.Failed failed => _trial.Fail(attempt, failed.Failure, Lease.MaxRestarts),
            _ => throw new InvalidOperationException($"{lastWord} ends no training"),
        };
    }

    private Task HandBackFailed(TrialDigest trial, TrialFailure failure)
    {
        LogFailed(Lease.Trial, failure.Kind, failure.Message);
        _context.Instruments.TrialFailed(failure.Kind);
        if (failure.Kind is FailureKind.Storage) _context.Instruments.CheckpointFailed();
        return failure.IsOwnFault ? HandBack(trial, ReleaseReason.OwnFault) : HandBack(trial, ReleaseReason.Trouble, failure.Message);
    }

    /// <param name="trial">Null where the record could not be reached.</param>
    private Task HandBack(TrialDigest? trial, ReleaseReason reason, string? trouble = null) => Repeat(
        () => trial is not null && trial.State.IsFinal()
            ? _sweep.Done(Lease.Trial.Index, trial)
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
            return _digest is { } begun ? (await _trial.Preempt(begun.Attempt, null, [], Lease.Checkpoint.Keep)).Trial : null;
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
