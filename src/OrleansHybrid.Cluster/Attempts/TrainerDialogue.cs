using System.Text.Json;
using OrleansHybrid.Cluster.Clocks;
using OrleansHybrid.Cluster.Trainers;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Attempts;

/// <summary>The talk with the trainer of one attempt: an order and commands go in, messages come out.</summary>
internal sealed class TrainerDialogue(AttemptLease lease, TrainerHost host, ClusterTimings timings, AwakeTime time) : IDisposable
{
    private static readonly TimeSpan LingeringPatience = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private ITrainer? _trainer;
    private bool _isLeaving, _isEnded;

    /// <summary>Lets the trainer checkpoint at its next step and end.</summary>
    public void AskToLeave()
    {
        lock (_lock)
        {
            if (_isLeaving) return;
            _isLeaving = true;
            _trainer?.Tell(TrainerCommand.CheckpointAndExit);
        }
    }

    /// <summary>Ends the trainer at once; the trial goes on from its last committed checkpoint.</summary>
    public void EndNow()
    {
        lock (_lock)
        {
            (_isLeaving, _isEnded) = (true, true);
            _trainer?.Kill();
        }
    }

    /// <summary>Runs the trainer.</summary>
    /// <param name="attempt">The attempt's number.</param>
    /// <param name="resumeFrom">Checkpoints in the folder that the trainer may go on from, the newest first.</param>
    /// <param name="checkpointFolder">The folder where it reads and writes checkpoints.</param>
    /// <returns>Its messages; the last one is its last word, or one in its place where it said none. It has ended by then.</returns>
    /// <exception cref="IOException">The trainer could not be started, or its log not be written. The message says why.</exception>
    public async IAsyncEnumerable<TrainerMessage> Run(int attempt, IReadOnlyList<CheckpointRef> resumeFrom, string checkpointFolder)
    {
        using var log = host.OpenLog(lease.Trial);
        log.Write($"--- attempt {attempt} on {lease.Terms.Key.Slot}, {time.GetUtcNow():u}");
        if (Start(Order(attempt, resumeFrom, checkpointFolder), log) is not { } trainer)
        {
            yield return new TrainerMessage.Preempted(null);
            yield break;
        }

        TrainerMessage? lastWord = null;
        await foreach (var line in trainer.Lines(timings.Silence))
        {
            if (Read(line, log) is not { } message) continue;
            log.Note(time.GetUtcNow(), message);
            if (message is TrainerMessage.Completed or TrainerMessage.Preempted or TrainerMessage.Failed)
            {
                lastWord = message;
                break;
            }

            if (WarningOf(message) is { } warning) log.Write($"warning: {warning}");
            yield return message;
        }

        var exitCode = await trainer.End(LingeringPatience);
        yield return lastWord
            ?? (_isEnded ? new TrainerMessage.Preempted(null)
            : trainer.HasHung ? TrainerExit.Hung(timings.Silence, log.Tail)
            : TrainerExit.Explain(exitCode, log.Tail));
    }

    public void Dispose() => _trainer?.Dispose();

    private TrainingOrder Order(int attempt, IReadOnlyList<CheckpointRef> resumeFrom, string checkpointFolder) => new()
    {
        Trial = lease.Trial,
        Attempt = attempt,
        Recipe = lease.Terms.Recipe,
        CheckpointDirectory = checkpointFolder,
        ResumeFrom = resumeFrom,
        CheckpointEveryEpochs = lease.Terms.Checkpoint.EveryEpochs,
        DataDirectory = host.DataDirectory,
        Device = lease.Terms.Device,
        Threads = lease.Terms.Threads,
        Metric = lease.Terms.Metric.Name,
        UntilEpoch = lease.Terms.UntilEpoch,
        Data = lease.Terms.Data,
    };

    /// <returns>Null where the attempt was asked to leave before it began.</returns>
    private ITrainer? Start(TrainingOrder order, TrialLog log)
    {
        lock (_lock)
        {
            if (_isLeaving) return null;
            _trainer = host.Start(lease.Slots, lease.Terms.Threads, log, time);
            _trainer.Tell(order);
            return _trainer;
        }
    }

    private static string? WarningOf(TrainerMessage message) => message switch
    {
        TrainerMessage.CheckpointDamaged damaged => damaged.Message,
        TrainerMessage.Warned warned => warned.Message,
        _ => null,
    };

    private static TrainerMessage? Read(string line, TrialLog log)
    {
        try
        {
            return ProtocolJson.Read<TrainerMessage>(line);
        }
        catch (Exception foreign) when (foreign is JsonException or NotSupportedException)
        {
            // A native library that prints.
            log.Write(line);
            return null;
        }
    }
}
