namespace OrleansHybrid.Sweeps.Trials;

/// <summary>
/// The attempt that holds a trial's lease. All its times derive from its beginning and the monotonic clock of its own machine, because
/// wall clocks differ and step.
/// </summary>
/// <param name="Slot">The silo and its slots that the attempt has.</param>
/// <param name="Began">The time of the grant, to the millisecond.</param>
/// <param name="SafeSince">The time up to which its work is in a committed checkpoint; its beginning before the first.</param>
public sealed record OpenAttempt(string Slot, DateTimeOffset Began, DateTimeOffset SafeSince)
{
    private double SafeSeconds => Math.Max(0, (SafeSince - Began).TotalSeconds);

    public static OpenAttempt At(string slot, DateTimeOffset now)
    {
        var began = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
        return new(slot, began, began);
    }

    /// <param name="heldSeconds">Time that the attempt has had its slots.</param>
    public OpenAttempt Safe(double heldSeconds) => this with { SafeSince = Began.AddSeconds(Math.Max(heldSeconds, SafeSeconds)) };

    /// <param name="heldSeconds">Time that the attempt had its slots. A commit that comes after the last message counts as one.</param>
    /// <param name="isSafe">True if none of its work is lost.</param>
    public AttemptRecord Close(int attempt, AttemptEnd end, double heldSeconds, bool isSafe)
    {
        var held = Math.Max(heldSeconds, SafeSeconds);
        return new(attempt, Slot, Began, Math.Round(held, 3), end, isSafe ? 0 : Math.Round(held - SafeSeconds, 3));
    }
}
