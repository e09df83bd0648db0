using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Slots;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Attempts;

/// <summary>A lease that this silo holds, from its grant to its end or its loss.</summary>
/// <param name="asked">The time when the lease was asked for, as a timestamp of the clock.</param>
internal sealed class AttemptLease(TrialLease lease, IReadOnlyList<Slot> slots, long asked, TimeProvider time) : IDisposable
{
    private readonly long _granted = time.GetTimestamp();
    private readonly CancellationTokenSource _lost = new();
    private volatile bool _isLost;

    public TrialLease Terms => lease;

    public TrialId Trial => lease.Trial;

    public IReadOnlyList<Slot> Slots => slots;

    /// <summary>The lease's name in reports.</summary>
    public string Key { get; } = lease.Key.ToString();

    /// <remarks>Who pauses at a rung may be promoted: its last checkpoint stays until that is decided.</remarks>
    public CheckpointRetention Retention => lease.Checkpoint.Retention(lease.Metric) is var keep && lease.UntilEpoch is null
        ? keep
        : keep with { Latest = Math.Max(keep.Latest, 1) };

    /// <summary>The time that the lease has had its slots, in seconds.</summary>
    public double Seconds => time.GetElapsedTime(_granted).TotalSeconds;

    /// <summary>The time when the sweep last confirmed the lease, as a timestamp of the clock.</summary>
    public long Confirmed { get; set; } = asked;

    public bool IsLost => _isLost;

    /// <summary>Cancelled when the lease is lost.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Notes that the lease is lost. <see cref="Cancel"/> ends what still works for it.</summary>
    /// <returns>Whether it was held until now.</returns>
    public bool Lose()
    {
        if (_isLost) return false;
        return _isLost = true;
    }

    public void Cancel() => _lost.Cancel();

    public void Dispose() => _lost.Dispose();
}
