namespace OrleansHybrid.Sweeps.Trials;

/// <summary>The attempt that holds a trial's lease. All its times are its begin and what its own machine's steady clock says since: wall clocks differ and step.</summary>
/// <param name="Slot">The silo and the slots of it that it has.</param>
/// <param name="Began">When it was granted, to the millisecond.</param>
/// <param name="SafeSince">Its work until then is in a committed checkpoint: its begin before the first.</param>
public sealed record OpenAttempt(string Slot, DateTimeOffset Began, DateTimeOffset SafeSince)
{
    private double SafeSeconds => Math.Max(0, (SafeSince - Began).TotalSeconds);

    public static OpenAttempt At(string slot, DateTimeOffset now)
    {
        var began = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
        return new(slot, began, began);
    }

    /// <param name="heldSeconds">Time that it has had its slots.</param>
    public OpenAttempt Safe(double heldSeconds) => this with { SafeSince = Began.AddSeconds(Math.Max(heldSeconds, SafeSeconds)) };

    /// <param name="heldSeconds">Time that it had its slots; a commit may come after the last sign of life, and counts for one.</param>
    /// <param name="isSafe">Whether nothing of its work is thrown away.</param>
    public AttemptRecord Close(int attempt, AttemptEnd end, double heldSeconds, bool isSafe)
    {
        var held = Math.Max(heldSeconds, SafeSeconds);
        return new(attempt, Slot, Began, Math.Round(held, 3), end, isSafe ? 0 : Math.Round(held - SafeSeconds, 3));
    }
}
