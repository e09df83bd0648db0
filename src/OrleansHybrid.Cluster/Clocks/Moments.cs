namespace OrleansHybrid.Cluster.Clocks;

internal static class Moments
{
    /// <summary>
    /// Now, on a steady clock of this process alone: durations are differences of such moments, which a step of the clock on the
    /// wall does not touch. What outlives the process must be no moment.
    /// </summary>
    public static TimeSpan Moment(this TimeProvider time) => time.GetElapsedTime(0);
}
