using System.Collections.Concurrent;
using OrleansHybrid.Cluster.Clocks;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Metrics;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Attempts;

/// <summary>The state of a running attempt, folded from its trainer's messages and its commits; the instruments show it.</summary>
internal sealed class AttemptProgress(AttemptLease lease, ClusterInstruments instruments, TrialInstruments running, AwakeTime time)
{
    // Read by the commits, which run beside the messages.
    private readonly ConcurrentQueue<EpochMetrics> _newEpochs = [];
    private readonly TrialGauges _gauges = new(lease.Trial, time.GetTimestamp());
    private int _committedStep;
    private string? _warning;

    /// <summary>The trial as the record granted it; null before.</summary>
    public TrialDigest? Trial { get; private set; }

    /// <summary>The epochs since the last commit, in their order.</summary>
    public IEnumerable<EpochMetrics> NewEpochs => _newEpochs;

    /// <summary>The attempt at a glance, for a heartbeat; null before the record granted it.</summary>
    public LiveTrial? Live => Trial is { } trial
        ? new()
        {
            Index = lease.Trial.Index,
            Lease = lease.Terms.Key,
            Attempt = trial.Attempt,
            Preemptions = trial.Preemptions,
            CommittedStep = _committedStep,
            Progress = _gauges.Progress,
            Accuracy = _gauges.Accuracy,
            Warning = _warning,
            LostSeconds = trial.LostSeconds,
            HeldSeconds = lease.Seconds,
            PastSeconds = trial.PastSeconds,
            Validation = _gauges.Validation,
            SecondsAtRisk = time.GetElapsedTime(_gauges.SafeSince).TotalSeconds,
        }
        : null;

    public void Granted(TrialDigest trial) => Trial = trial;

    /// <summary>Shows the attempt while its trainer runs.</summary>
    public void Show() => running.Add(_gauges);

    public void Hide() => running.Remove(_gauges);

    /// <summary>Takes in a message of the trainer.</summary>
    public void Fold(TrainerMessage message)
    {
        switch (message)
        {
            case TrainerMessage.Started started:
                if (Trial!.Attempt > 1) instruments.TrialRestarted(fromCheckpoint: started.ResumedFrom is not null);
                break;
            case TrainerMessage.Progressed { Progress: var progress }:
                instruments.ImagesShown(progress.Images - (_gauges.Progress?.Images ?? 0));
                _gauges.Progress = progress;
                break;
            case TrainerMessage.EpochEnded { Metrics: var epoch }:
                _newEpochs.Enqueue(epoch);
                _gauges.Accuracy = epoch.Accuracy ?? _gauges.Accuracy;
                _gauges.Validation = epoch.Validation ?? _gauges.Validation;
                instruments.EpochEnded(epoch.Seconds);
                break;
            case TrainerMessage.CheckpointDamaged { Message: var damage }:
                PassOver(damage);
                break;
            case TrainerMessage.Warned { Message: var warning }:
                Warn(warning);
                break;
        }
    }

    /// <summary>Lets a person know of something that costs time and changes no result.</summary>
    public void Warn(string warning) => _warning = _warning is null ? warning : $"{_warning} {warning}";

    /// <summary>Lets a person know of a checkpoint that is damaged, and the alerts too.</summary>
    public void PassOver(string damage)
    {
        Warn(damage);
        instruments.CheckpointDamaged();
    }

    /// <summary>Takes in a commit.</summary>
    /// <param name="written">The checkpoint that the record points at now.</param>
    /// <param name="epochs">The number of new epochs that the commit took along.</param>
    public void Committed(TrainerMessage.CheckpointWritten written, int epochs)
    {
        for (var epoch = 0; epoch < epochs; epoch++) _newEpochs.TryDequeue(out EpochMetrics? _);
        _committedStep = written.Checkpoint.Step;
        _gauges.SafeSince = time.GetTimestamp();
        instruments.CheckpointCommitted(written.Checkpoint.Bytes, written.Seconds);
    }

    /// <summary>Takes in the failure that ended the training.</summary>
    public void Failed(TrialFailure failure)
    {
        instruments.TrialFailed(failure.Kind);
        if (failure.Kind is FailureKind.Storage) instruments.CheckpointFailed();
    }
}
