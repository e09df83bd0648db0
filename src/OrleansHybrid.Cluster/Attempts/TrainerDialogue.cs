using System.Collections.Concurrent;
using System.ComponentModel;
using System.Text.Json;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Metrics;
using OrleansHybrid.Cluster.Slots;
using OrleansHybrid.Cluster.Trainers;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Attempts;

/// <summary>
/// The talk with the trainer of one attempt, from the order to the last word. What it says is dealt with in the order
/// of its saying: the training goes on meanwhile.
/// </summary>
/// <param name="written">Told of a checkpoint that waits to be committed.</param>
internal sealed class TrainerDialogue(
    TrialLease lease,
    IReadOnlyList<Slot> slots,
    AttemptContext context,
    Action<TrainerMessage.CheckpointWritten> written) : IDisposable
{
    private static readonly TimeSpan LingeringPatience = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private TrainerProcess? _trainer;
    private bool _isLeaving, _isEnded;

    public TrialGauges Gauges { get; } = new(lease.Trial, context.Time.GetTimestamp());

    /// <summary>Epochs that ended since the last commit, in their order.</summary>
    public ConcurrentQueue<EpochMetrics> NewEpochs { get; } = [];

    /// <summary>All that a person should know; null where there was nothing.</summary>
    public string? Warning { get; private set; }

    /// <summary>Lets a person know.</summary>
    private void Warn(string warning) => Warning = Warning is null ? warning : $"{Warning} {warning}";

    /// <summary>Lets a person know of a checkpoint that is damaged, and the alerts too.</summary>
    public void PassOver(string damage)
    {
        Warn(damage);
        context.Instruments.CheckpointDamaged();
    }

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

    /// <param name="attempt">Its number.</param>
    /// <param name="resumeFrom">Checkpoints in the folder that it may go on from, the newest first.</param>
    /// <param name="checkpointFolder">Where it reads and writes them.</param>
    /// <returns>The trainer's last word, or one for it where it said none.</returns>
    /// <exception cref="IOException">The trainer could not be started, or its log not be written. The message says why.</exception>
    public async Task<TrainerMessage> Run(int attempt, IReadOnlyList<CheckpointRef> resumeFrom, string checkpointFolder)
    {
        using var log = new TrialLog(context.State.Log(lease.Trial));
        log.Write($"--- attempt {attempt} on {lease.Key.Slot}, {context.Time.GetUtcNow():u}");
        if (Start(Order(attempt, resumeFrom, checkpointFolder), log) is not { } trainer) return new TrainerMessage.Preempted(null);

        context.TrialInstruments.Add(Gauges);
        try
        {
            var lastWord = await Listen(trainer, attempt, log);
            var exitCode = await trainer.End(LingeringPatience);
            return lastWord
                ?? (_isEnded ? new TrainerMessage.Preempted(null)
                : trainer.HasHung ? TrainerExit.Hung(context.Timings.Silence, log.Tail)
                : TrainerExit.Explain(exitCode, log.Tail));
        }
        finally
        {
            context.TrialInstruments.Remove(Gauges);
        }
    }

    public void Dispose() => _trainer?.Dispose();

    private TrainingOrder Order(int attempt, IReadOnlyList<CheckpointRef> resumeFrom, string checkpointFolder) => new(
        lease.Trial,
        attempt,
        lease.Recipe,
        checkpointFolder,
        resumeFrom,
        lease.Checkpoint.EveryEpochs,
        context.DataDirectory,
        lease.Device,
        lease.Threads,
        lease.Metric.Name,
        lease.Data);

    /// <returns>Null where the attempt was asked to leave before it began.</returns>
    private TrainerProcess? Start(TrainingOrder order, TrialLog log)
    {
        lock (_lock)
        {
            if (_isLeaving) return null;
            try
            {
                _trainer = new(context.Launch.On(slots, lease.Threads), log, context.Register, context.Time);
            }
            catch (Win32Exception cause)
            {
                throw new IOException($"The trainer {context.Launch.Path} cannot be started: {cause.Message}.", cause);
            }

            _trainer.Tell(order);
            return _trainer;
        }
    }

    private async Task<TrainerMessage?> Listen(TrainerProcess trainer, int attempt, TrialLog log)
    {
        await foreach (var line in trainer.Lines(context.Timings.Silence))
        {
            var message = Read(line, log);
            if (message is not null) log.Note(context.Time.GetUtcNow(), message);
            switch (message)
            {
                case null:
                    break;
                case TrainerMessage.Started started:
                    if (attempt > 1) context.Instruments.TrialRestarted(fromCheckpoint: started.ResumedFrom is not null);
                    break;
                case TrainerMessage.Progressed { Progress: var progress }:
                    context.Instruments.ImagesShown(progress.Images - (Gauges.Progress?.Images ?? 0));
                    Gauges.Progress = progress;
                    break;
                case TrainerMessage.EpochEnded { Metrics: var epoch }:
                    NewEpochs.Enqueue(epoch);
                    Gauges.Accuracy = epoch.Accuracy ?? Gauges.Accuracy;
                    context.Instruments.EpochEnded(epoch.Seconds);
                    break;
                case TrainerMessage.CheckpointWritten checkpoint:
                    written(checkpoint);
                    break;
                case TrainerMessage.CheckpointDamaged { Message: var damage }:
                    log.Write($"warning: {damage}");
                    PassOver(damage);
                    break;
                case TrainerMessage.Warned { Message: var warning }:
                    log.Write($"warning: {warning}");
                    Warn(warning);
                    break;
                case var lastWord:
                    return lastWord;
            }
        }

        return null;
    }

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
