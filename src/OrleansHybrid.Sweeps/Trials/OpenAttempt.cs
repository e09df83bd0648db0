namespace OrleansHybrid.Sweeps.Trials;

/// <summary>The attempt that holds a trial's lease.</summary>
/// <param name="Slot">The silo and the slots of it that it has.</param>
/// <param name="Began">When it was granted, to the millisecond.</param>
/// <param name="SafeSince">Its work until then is in a committed checkpoint: its begin before the first.</param>
public sealed record OpenAttempt(string Slot, DateTimeOffset Began, DateTimeOffset SafeSince)
{
    public static OpenAttempt At(string slot, DateTimeOffset now)
    {
        var began = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
        return new(slot, began, began);
    }

    /// <param name="isSafe">Whether nothing of its work is thrown away.</param>
    public AttemptRecord Close(int attempt, AttemptEnd end, DateTimeOffset now, bool isSafe)
    {
        // The clocks of two silos may differ, and a commit may come after the last sign of life.
        var ended = now > SafeSince ? now : SafeSince;
        return new(attempt, Slot, Began, Seconds(ended - Began), end, isSafe ? 0 : Seconds(ended - SafeSince));
    }

    private static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 3);
}
