using Microsoft.Extensions.Time.Testing;

namespace OrleansHybrid.Cluster.Tests.Testing;

/// <summary>A clock whose wall time a person, or a time server, may set; its steady time goes on evenly.</summary>
public sealed class SteppingClock : FakeTimeProvider
{
    /// <summary>What the wall clock is set forward by, or back.</summary>
    public TimeSpan Step { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Step;

    public override long GetTimestamp() => base.GetUtcNow().Ticks;
}
