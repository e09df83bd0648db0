using OrleansHybrid.Cluster.Metrics;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Attempts;

/// <summary>
/// Brings an attempt's checkpoints to the store and into the record, one at a time and beside the training. While one is on
/// its way the newest waits, and one that waited before it is forgotten: a store that is away costs neither a training step
/// nor ever more room on the disk.
/// </summary>
/// <param name="commit">Saves a checkpoint and commits it.</param>
/// <param name="forget">Told of one that will not be saved.</param>
/// <param name="failed">Told when a commit failed; <see cref="Finish"/> then throws why.</param>
internal sealed class CheckpointCommits(
    Func<TrainerMessage.CheckpointWritten, Task> commit, Action<CheckpointRef> forget, Action failed, ClusterInstruments instruments)
{
    private readonly Lock _lock = new();
    private TrainerMessage.CheckpointWritten? _waiting;
    private Task _running = Task.CompletedTask;

    public void Add(TrainerMessage.CheckpointWritten written)
    {
        lock (_lock)
        {
            if (_running.IsFaulted) return;
            if (_waiting is { } overtaken) forget(overtaken.Checkpoint);
            else instruments.CheckpointWaits(1);
            _waiting = written;
            if (_running.IsCompletedSuccessfully) _running = CommitAll();
        }
    }

    /// <summary>Returns when nothing is left to commit.</summary>
    /// <exception cref="Exception">What kept one from being committed.</exception>
    public Task Finish()
    {
        lock (_lock) return _running;
    }

    private async Task CommitAll()
    {
        // Whoever adds holds the lock.
        await Task.Yield();
        while (Take() is { } next)
        {
            try
            {
                await commit(next);
            }
            catch
            {
                lock (_lock)
                {
                    if (_waiting is not null) instruments.CheckpointWaits(-1);
                    _waiting = null;
                }

                failed();
                throw;
            }
            finally
            {
                instruments.CheckpointWaits(-1);
            }
        }
    }

    private TrainerMessage.CheckpointWritten? Take()
    {
        lock (_lock)
        {
            var next = _waiting;
            _waiting = null;
            // A later one finds the way free.
            if (next is null) _running = Task.CompletedTask;
            return next;
        }
    }
}
