using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Metrics;

/// <summary>What the gauges read of one running trial. Written by its attempt, read by the exporter's thread.</summary>
internal sealed class TrialGauges(TrialId trial, DateTimeOffset begun)
{
    private long _safeSinceTicks = begun.UtcTicks;

    public KeyValuePair<string, object?>[] Tags { get; } = [new("sweep", trial.Sweep), new("trial", trial.Number)];

    /// <summary>Null before the first sign of life.</summary>
    public LiveProgress? Progress { get; set; }

    /// <summary>Null before the first evaluation.</summary>
    public Accuracy? Accuracy { get; set; }

    /// <summary>Since when work would be lost: the attempt's begin before its first commit.</summary>
    public DateTimeOffset SafeSince
    {
        get => new(Interlocked.Read(ref _safeSinceTicks), TimeSpan.Zero);
        set => Interlocked.Exchange(ref _safeSinceTicks, value.UtcTicks);
    }
}
