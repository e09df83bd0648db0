using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansHybrid.Cluster.Checkpoints;
using OrleansHybrid.Cluster.Metrics;
using OrleansHybrid.Cluster.Slots;
using OrleansHybrid.Cluster.Trainers;

namespace OrleansHybrid.Cluster.Attempts;

/// <summary>
/// Makes a silo ready to train: ends the trainers that outlived a former silo, and shows the slots and the disk. Registered before
/// <see cref="SlotAgent"/>, so that no trainer runs yet.
/// </summary>
internal sealed partial class TrainingStart(
    TrainerHost host,
    SlotPool slots,
    ICheckpointStore checkpoints,
    ClusterInstruments instruments,
    ILogger<SlotAgent> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var processId in host.Register.EndOrphans()) LogOrphan(processId);
        instruments.Watch(slots);
        if (checkpoints.Root is { } folder) instruments.WatchDisk(folder);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(LogLevel.Warning, "Ended trainer {ProcessId}, which outlived its silo")]
    private partial void LogOrphan(int processId);
}
