namespace OrleansHybrid.Cluster.Tests.Testing;

/// <summary>A machine's clock that is wrong; what it measures by a stopwatch is right.</summary>
internal sealed class ShiftedClock : TimeProvider
{
    public TimeSpan Shift { get; set; }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Shift;
}
