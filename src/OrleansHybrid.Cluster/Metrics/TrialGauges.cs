using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Metrics;

/// <summary>The figures of one running trial that the gauges read. Written by its attempt, read by the exporter's thread.</summary>
/// <param name="begun">A timestamp, as all are here.</param>
internal sealed class TrialGauges(TrialId trial, long begun)
{
    private long _safeSince = begun;

    public KeyValuePair<string, object?>[] Tags { get; } = [new("sweep", trial.Sweep), new("trial", trial.Number)];

    /// <summary>Null before the first sign of life.</summary>
    public LiveProgress? Progress { get; set; }

    /// <summary>Null before the first evaluation.</summary>
    public Accuracy? Accuracy { get; set; }

    /// <summary>Null before the first evaluation, and where no images are held out.</summary>
    public Accuracy? Validation { get; set; }

    /// <summary>Since when work would be lost: the attempt's begin before its first commit.</summary>
    public long SafeSince
    {
        get => Interlocked.Read(ref _safeSince);
        set => Interlocked.Exchange(ref _safeSince, value);
    }
}
