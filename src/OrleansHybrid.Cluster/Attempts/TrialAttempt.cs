using Microsoft.Extensions.Logging;
using OrleansHybrid.Cluster.Checkpoints;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Attempts;

/// <summary>One lease of one trial, from the record's grant to the record's last word on it.</summary>
internal sealed partial class TrialAttempt(
    AttemptLease lease,
    AttemptReports reports,
    AttemptCheckpoints checkpoints,
    TrainerDialogue dialogue,
    AttemptProgress progress,
    AttemptLog log,
    ILogger<TrialAttempt> logger) : IDisposable
{
    public AttemptLease Lease => lease;

    /// <summary>The attempt as the next heartbeat tells of it; null before the record granted it.</summary>
    public LiveTrial? Live => progress.Live;

    /// <summary>The failure that ended its training; null while it runs, and where none did.</summary>
    public TrialFailure? Failure { get; private set; }

    /// <summary>Never fails: whatever goes wrong becomes trouble of the sweep.</summary>
    public async Task Run()
    {
        try
        {
            var begun = await reports.Begin(above: await checkpoints.HighestAttempt());
            if (begun.Refused is null) await Train(begun);
            else await reports.HandBack(begun.Trial, ReleaseReason.Notice);
        }
        catch (Exception) when (lease.IsLost)
        {
            // The trial is somebody else's now.
        }
        catch (Exception failure)
        {
            LogTrouble(lease.Trial, failure);
            await GiveUp(failure);
        }
        finally
        {
            checkpoints.Discard();
        }
    }

    /// <summary>Keeps the end of its log; to be called once it has run, which does not wait for that. Never fails.</summary>
    public Task KeepLog() => progress.Trial is { } ended && !lease.IsLost ? log.End(ended.Attempt) : Task.CompletedTask;

    /// <summary>Lets the trainer checkpoint at its next step and end.</summary>
    public void AskToLeave() => dialogue.AskToLeave();

    /// <summary>Ends the trainer at once; the trial goes on from its last committed checkpoint.</summary>
    public void EndNow() => dialogue.EndNow();

    /// <summary>The lease is lost: ends the trainer and reports nothing more.</summary>
    public void Abandon()
    {
        if (!lease.Lose()) return;
        LogAbandoned(lease.Trial);
        EndNow();
        lease.Cancel();
    }

    public void Dispose()
    {
        dialogue.Dispose();
        lease.Dispose();
    }

    private async Task Train(TrialAnswer begun)
    {
        var attempt = begun.Trial.Attempt;
        progress.Granted(begun.Trial);
        await checkpoints.RequireRoom(reports.MakeRoom);
        var resumeFrom = await checkpoints.Prepare(begun.Checkpoints, attempt, progress.PassOver);
        if (begun.Checkpoints is [] && lease.Terms.After is { } before)
            resumeFrom = await checkpoints.Borrow(before, await reports.CheckpointsBefore(), progress.Warn);
        var lastWord = await Follow(dialogue.Run(attempt, resumeFrom, checkpoints.Folder));
        Failure = (lastWord as TrainerMessage.Failed)?.Failure;
        if (lease.IsLost) return;

        if (CheckpointOf(lastWord) is { } last) await checkpoints.SaveLast(last, reports.Patience);
        var end = await reports.End(attempt, lastWord, [.. progress.NewEpochs]);
        // Refused by a trial that has gone on without this attempt.
        if (end.Refused is not null && !end.Trial.State.IsFinal()) return;

        await checkpoints.KeepOnly(end.Checkpoints, attempt);
        if (lastWord is TrainerMessage.Failed { Failure: var failure }) await HandBack(end.Trial, failure);
        else await reports.HandBack(end.Trial, ReleaseReason.Notice);
    }

    /// <summary>Folds the trainer's messages into the progress, and commits its checkpoints beside that.</summary>
    /// <returns>The last message.</returns>
    private async Task<TrainerMessage> Follow(IAsyncEnumerable<TrainerMessage> messages)
    {
        TrainerMessage? last = null;
        var commits = CommitAll();
        progress.Show();
        try
        {
            await foreach (var message in messages)
            {
                progress.Fold(message);
                if (message is TrainerMessage.CheckpointWritten written) checkpoints.Waiting.Add(written);
                last = message;
            }
        }
        finally
        {
            progress.Hide();
            checkpoints.Waiting.Close();
        }

        await commits;
        return last!;
    }

    private static CheckpointRef? CheckpointOf(TrainerMessage lastWord) => lastWord switch
    {
        TrainerMessage.Completed completed => completed.Checkpoint,
        TrainerMessage.Preempted preempted => preempted.Checkpoint,
        _ => null,
    };

    private async Task CommitAll()
    {
        try
        {
            await foreach (var written in checkpoints.Waiting.ReadAll()) await Commit(written);
        }
        catch
        {
            // Without commits the training is in vain.
            EndNow();
            throw;
        }
    }

    private async Task Commit(TrainerMessage.CheckpointWritten written)
    {
        await checkpoints.Save(written.Checkpoint);
        // The training has gone on meanwhile: a later epoch belongs to a later checkpoint.
        EpochMetrics[] epochs = [.. progress.NewEpochs.TakeWhile(epoch => epoch.Epoch <= written.Checkpoint.Epoch)];
        var answer = await reports.Commit(progress.Trial!.Attempt, written.Checkpoint, epochs);
        if (answer.Refused is not null)
        {
            Abandon();
            return;
        }

        progress.Committed(written, epochs.Length);
        log.Begin(progress.Trial.Attempt);
        await checkpoints.Delete(answer.Dropped);
        await checkpoints.RequireRoom(reports.MakeRoom);
    }

    private Task HandBack(TrialDigest trial, TrialFailure failure)
    {
        LogFailed(lease.Trial, failure.Kind, failure.Message);
        progress.Failed(failure);
        return reports.HandBack(trial, failure);
    }

    /// <summary>The machine or the storage is out of order: says what can still be said.</summary>
    private async Task GiveUp(Exception trouble)
    {
        if (trouble is CheckpointStoreException) checkpoints.CountFailure();
        EndNow();
        try
        {
            var trial = progress.Trial is { } begun ? await reports.Leave(begun.Attempt) : null;
            await reports.HandBack(trial, ReleaseReason.Trouble, trouble.Message);
        }
        catch (Exception failure)
        {
            // Nobody hears: the lease ends by itself, and the next attempt's begin tells the record.
            LogTrouble(lease.Trial, failure);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Trial}: the lease is lost, its trainer is killed")]
    private partial void LogAbandoned(TrialId trial);

    [LoggerMessage(LogLevel.Warning, "{Trial} failed ({Kind}): {Message}")]
    private partial void LogFailed(TrialId trial, FailureKind kind, string message);

    [LoggerMessage(LogLevel.Warning, "{Trial}: the attempt is given up")]
    private partial void LogTrouble(TrialId trial, Exception failure);
}
