namespace OrleansHybrid.Simulation.Time;

/// <summary>A process of a simulated machine: it may stand still, and dies at any instant.</summary>
internal sealed class SimProcess
{
    private readonly Queue<Action> _held = [];

    /// <param name="name">For stories.</param>
    /// <param name="rate">The speed of its machine's clock; 1 is true.</param>
    public SimProcess(Agenda agenda, string name, double rate)
    {
        (Agenda, Name) = (agenda, name);
        Clock = new(this, rate);
        Threads = new(this, null);
    }

    public Agenda Agenda { get; }

    public string Name { get; }

    public SimClock Clock { get; }

    /// <summary>What is no grain's.</summary>
    public SimScheduler Threads { get; }

    public bool IsAlive { get; private set; } = true;

    public bool IsStandingStill { get; private set; }

    /// <summary>Runs the action when this process gets to it.</summary>
    public void Post(Action action)
    {
        if (IsAlive) Agenda.Ready(() => Run(action));
    }

    public void After(TimeSpan delay, Action action) => Agenda.After(delay, () => Run(action));

    public void StandStill() => IsStandingStill = true;

    public void GoOn()
    {
        IsStandingStill = false;
        while (_held.TryDequeue(out var action)) Post(action);
    }

    public void Die()
    {
        IsAlive = false;
        _held.Clear();
    }

    private void Run(Action action)
    {
        if (!IsAlive) return;
        if (IsStandingStill) _held.Enqueue(action);
        else action();
    }
}
