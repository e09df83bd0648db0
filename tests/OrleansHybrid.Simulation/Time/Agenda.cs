namespace OrleansHybrid.Simulation.Time;

/// <summary>What happens when, in virtual time. The thread that made it runs everything, one event after the other.</summary>
internal sealed class Agenda
{
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly PriorityQueue<Action, (long At, long Order)> _later = new();
    private readonly Queue<Action> _ready = [];
    private long _order;

    /// <summary>Since the beginning of the world, in ticks of 100 ns.</summary>
    public long Now { get; private set; }

    public long Events { get; private set; }

    /// <summary>Events since time went on last.</summary>
    public int EventsAtOnce { get; private set; }

    public void After(TimeSpan delay, Action action) => _later.Enqueue(action, (Now + Math.Max(0, delay.Ticks), _order++));

    /// <summary>Appends what is to happen now.</summary>
    /// <exception cref="InvalidOperationException">Another thread asks: nothing would repeat any more.</exception>
    public void Ready(Action action)
    {
        if (Environment.CurrentManagedThreadId != _thread)
            throw new InvalidOperationException("A part of the simulated cluster went on in a thread of the pool.");
        _ready.Enqueue(action);
    }

    /// <returns>False when nothing is left.</returns>
    public bool Step()
    {
        if (!_ready.TryDequeue(out var next))
        {
            if (!_later.TryDequeue(out next, out var due)) return false;
            if (due.At > Now) EventsAtOnce = 0;
            Now = due.At;
        }

        Events++;
        EventsAtOnce++;
        next();
        return true;
    }
}
