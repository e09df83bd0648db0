using System.Threading.Channels;
using OrleansHybrid.Cluster.Metrics;
using OrleansHybrid.Sweeps.Protocol;

namespace OrleansHybrid.Cluster.Attempts;

/// <summary>
/// The checkpoints of an attempt that wait for their commit. While one is on its way the newest waits, and one that waited before
/// it is dropped: a store that is away costs neither a training step nor ever more room on the disk.
/// </summary>
internal sealed class CheckpointQueue
{
    private readonly Channel<TrainerMessage.CheckpointWritten> _waiting;
    private readonly ClusterInstruments _instruments;

    /// <param name="instruments">They count the checkpoints that wait or are on their way.</param>
    /// <param name="dropped">Told of each checkpoint that a newer one has overtaken.</param>
    public CheckpointQueue(ClusterInstruments instruments, Action<TrainerMessage.CheckpointWritten> dropped)
    {
        _instruments = instruments;
        var newest = new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true };
        _waiting = Channel.CreateBounded<TrainerMessage.CheckpointWritten>(newest, overtaken =>
        {
            instruments.CheckpointWaits(-1);
            dropped(overtaken);
        });
    }

    /// <summary>Adds the newest checkpoint, unless the queue is closed.</summary>
    public void Add(TrainerMessage.CheckpointWritten written)
    {
        _instruments.CheckpointWaits(1);
        if (!_waiting.Writer.TryWrite(written)) _instruments.CheckpointWaits(-1);
    }

    public void Close() => _waiting.Writer.TryComplete();

    /// <summary>The checkpoints in their order, until the queue is closed. A reader that leaves early closes it.</summary>
    public async IAsyncEnumerable<TrainerMessage.CheckpointWritten> ReadAll()
    {
        try
        {
            // Not ReadAllAsync, which goes on on another thread than its caller's.
            while (await _waiting.Reader.WaitToReadAsync())
                while (_waiting.Reader.TryRead(out var next))
                    try
                    {
                        yield return next;
                    }
                    finally
                    {
                        _instruments.CheckpointWaits(-1);
                    }
        }
        finally
        {
            Close();
            while (_waiting.Reader.TryRead(out _)) _instruments.CheckpointWaits(-1);
        }
    }
}
