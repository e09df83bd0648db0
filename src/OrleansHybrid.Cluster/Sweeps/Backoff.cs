using OrleansHybrid.Cluster.Clocks;

namespace OrleansHybrid.Cluster.Sweeps;

/// <summary>The wait after faults in a row: 1 s, doubling to a minute.</summary>
/// <param name="Times">Faults in a row.</param>
/// <param name="Until">The moment when the wait is over.</param>
internal sealed record Backoff(int Times, TimeSpan Until)
{
    private static readonly RetryPolicy Policy = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));

    public static Backoff None { get; } = new(0, TimeSpan.Zero);

    public bool IsOver(TimeSpan now) => now >= Until;

    /// <summary>The wait after one more fault. Several at once, such as all slots meeting a full disk, count as one.</summary>
    public Backoff After(TimeSpan now) => IsOver(now) ? new(Times + 1, now + Policy.PauseAfter(Times + 1)) : this;
}
