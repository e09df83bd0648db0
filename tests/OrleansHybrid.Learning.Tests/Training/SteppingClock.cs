namespace OrleansHybrid.Learning.Tests.Training;

/// <summary>A clock that moves by a second whenever it is looked at, so that progress is said at every step.</summary>
internal sealed class SteppingClock : TimeProvider
{
    private long _seconds;

    public override long TimestampFrequency => 1;

    public override long GetTimestamp() => ++_seconds;
}
