namespace OrleansHybrid.Simulation.Time;

/// <summary>The clocks of one machine: a steady one, which may be fast or slow, and the one on the wall, which people set.</summary>
internal sealed class SimClock(SimProcess process, double rate) : TimeProvider
{
    private static readonly DateTimeOffset Beginning = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private TimeSpan _jumps;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Sets the clock on the wall forward, or back.</summary>
    public void Jump(TimeSpan by) => _jumps += by;

    public override long GetTimestamp() => (long)(process.Agenda.Now * rate);

    public override DateTimeOffset GetUtcNow() => Beginning.AddTicks(GetTimestamp()) + _jumps;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimTimer(process, rate, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class SimTimer(SimProcess process, double rate, TimerCallback callback, object? state) : ITimer
    {
        private int _version;
        private TimeSpan _period;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _version++;
            _period = period;
            if (dueTime != Timeout.InfiniteTimeSpan) Schedule(dueTime);
            return true;
        }

        public void Dispose() => _version++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }

        private void Schedule(TimeSpan due)
        {
            var version = _version;
            process.After(due / rate, () => Fire(version));
        }

        private void Fire(int version)
        {
            if (version != _version) return;
            if (_period > TimeSpan.Zero) Schedule(_period);
            callback(state);
        }
    }
}
