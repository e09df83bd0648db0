namespace OrleansHybrid.Cluster.Sweeps;

/// <summary>How long to wait after faults in a row: 1 s, doubling to a minute.</summary>
/// <param name="Times">Faults in a row.</param>
/// <param name="Delay">The latest wait.</param>
/// <param name="Until">When it is over.</param>
internal sealed record Backoff(int Times, TimeSpan Delay, TimeSpan Until)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1), Longest = TimeSpan.FromMinutes(1);

    public static Backoff None { get; } = new(0, TimeSpan.Zero, TimeSpan.Zero);

    public bool IsOver(TimeSpan now) => now >= Until;

    /// <summary>One more fault. Several at once, such as all slots meeting a full disk, count as one.</summary>
    public Backoff After(TimeSpan now)
    {
        if (!IsOver(now)) return this;
        var delay = Delay == TimeSpan.Zero ? First : TimeSpan.FromTicks(Math.Min(Delay.Ticks * 2, Longest.Ticks));
        return new(Times + 1, delay, now + delay);
    }
}
