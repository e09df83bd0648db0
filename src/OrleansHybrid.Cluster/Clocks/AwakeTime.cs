namespace OrleansHybrid.Cluster.Clocks;

/// <summary>
/// The time in which this process ran. Its timestamps and its waits leave out what the machine stood still, or the process
/// was stopped: whoever measures another's silence must not count its own. They never follow the clock on the wall, which
/// people and time servers set; <see cref="GetUtcNow"/> tells that one.
/// </summary>
public sealed class AwakeTime : TimeProvider, IDisposable
{
    private static readonly TimeSpan Pulse = TimeSpan.FromSeconds(1);

    // Two readings further apart than this had no pulse between them: a machine that is only busy is not so late.
    private static readonly TimeSpan LongestBeat = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly TimeProvider _inner;
    private readonly ITimer _pulse;
    private long _lastRead, _standstill;

    /// <summary>The awake time of this process, on the system's clock.</summary>
    public static new AwakeTime System { get; } = new(TimeProvider.System);

    /// <param name="inner">Whose timestamps rise evenly, standstill or not.</param>
    public AwakeTime(TimeProvider inner)
    {
        (_inner, _lastRead) = (inner, inner.GetTimestamp());
        _pulse = inner.CreateTimer(_ => GetTimestamp(), null, Pulse, Pulse);
    }

    public override long TimestampFrequency => _inner.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => _inner.LocalTimeZone;

    public override DateTimeOffset GetUtcNow() => _inner.GetUtcNow();

    public override long GetTimestamp()
    {
        lock (_lock)
        {
            var now = _inner.GetTimestamp();
            var longest = (long)(LongestBeat.TotalSeconds * TimestampFrequency);
            _standstill += Math.Max(0, now - _lastRead - longest);
            _lastRead = now;
            return now - _standstill;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new AwakeTimer(this, _inner, callback, state, dueTime, period);

    public void Dispose() => _pulse.Dispose();
}
