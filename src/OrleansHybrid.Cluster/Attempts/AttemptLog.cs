using OrleansHybrid.Cluster.Checkpoints;
using OrleansHybrid.Cluster.Clocks;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Trainers;

namespace OrleansHybrid.Cluster.Attempts;

/// <summary>Keeps the end of an attempt's log where the checkpoints are: its machine may vanish at any moment.</summary>
/// <remarks>No trial fails for its log, and none waits for it.</remarks>
internal sealed class AttemptLog(AttemptLease lease, TrainerHost host, ICheckpointStore store, AwakeTime time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private Task _keeping = Task.CompletedTask;

    /// <summary>Begins to keep what there is, unless that is under way.</summary>
    public void Begin(int attempt)
    {
        if (_keeping.IsCompleted) _keeping = Keep(attempt);
    }

    /// <summary>Keeps the end, once the trainer has ended.</summary>
    public async Task End(int attempt)
    {
        await _keeping;
        await Keep(attempt);
    }

    private async Task Keep(int attempt)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            if (StoredLog.EndOf(host.State.Log(lease.Trial)) is { } end)
                await store.PutLog(lease.Trial, new(attempt, SiloPlace.Of(lease.Terms.Key.Agent), end), patience.Token);
        }
        catch (Exception)
        {
            // Whatever it is, the trial is worth more than its log.
        }
    }
}
