namespace OrleansHybrid.Cluster.Clocks;

/// <summary>Fires first when its time has passed awake, however long the machine stood still meanwhile; from then on at every
/// period.</summary>
internal sealed class AwakeTimer : ITimer
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _awake;
    private readonly TimerCallback _callback;
    private readonly object? _state;
    private readonly ITimer _inner;
    private TimeSpan _due, _period;
    private long _begun;
    private bool _isFirst;

    public AwakeTimer(TimeProvider awake, TimeProvider inner, TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        (_awake, _callback, _state) = (awake, callback, state);
        _inner = inner.CreateTimer(_ => Fire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Change(dueTime, period);
    }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        lock (_lock)
        {
            (_due, _period, _begun, _isFirst) = (dueTime, period, _awake.GetTimestamp(), true);
            return _inner.Change(dueTime, period);
        }
    }

    public void Dispose() => _inner.Dispose();

    public ValueTask DisposeAsync() => _inner.DisposeAsync();

    private void Fire()
    {
        lock (_lock)
        {
            if (_isFirst && _due - _awake.GetElapsedTime(_begun) is var left && left > TimeSpan.Zero)
            {
                _inner.Change(left, _period);
                return;
            }

            _isFirst = false;
        }

        _callback(_state);
    }
}
