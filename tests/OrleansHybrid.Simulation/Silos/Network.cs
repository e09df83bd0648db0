using OrleansHybrid.Simulation.Time;

namespace OrleansHybrid.Simulation.Silos;

/// <summary>How often the network does what, out of 1,000 messages.</summary>
internal sealed record NetworkFaults(int Lost = 0, int Doubled = 0, int Slow = 0)
{
    public static NetworkFaults None { get; } = new();
}

/// <summary>Carries messages between processes: late, out of order, twice or never.</summary>
internal sealed class Network(Worlds.World world)
{
    private readonly HashSet<(SimProcess From, SimProcess To)> _cuts = [];

    public NetworkFaults Faults { get; set; } = NetworkFaults.None;

    /// <summary>Nothing gets from one to the other any more.</summary>
    public void Cut(SimProcess from, SimProcess to) => _cuts.Add((from, to));

    public void Mend() => _cuts.Clear();

    /// <summary>The process reaches no storage any more.</summary>
    public void CutFromStorage(SimProcess process) => _cuts.Add((process, process));

    public bool IsCut(SimProcess fromStorage) => _cuts.Contains((fromStorage, fromStorage));

    public void Carry(SimProcess from, SimProcess to, Action deliver)
    {
        if (from == to)
        {
            to.Post(deliver);
            return;
        }

        if (_cuts.Contains((from, to))) return;
        var draw = world.Dice.Next(1_000);
        if (draw < Faults.Lost)
        {
            world.Count("message lost");
            return;
        }

        draw -= Faults.Lost;
        if (draw < Faults.Doubled)
        {
            world.Count("message doubled");
            to.After(Delay(), deliver);
        }

        draw -= Faults.Doubled;
        var isSlow = draw >= 0 && draw < Faults.Slow;
        if (isSlow) world.Count("message slow");
        to.After(isSlow ? TimeSpan.FromMilliseconds(world.Dice.Next(20_000)) : Delay(), deliver);
    }

    private TimeSpan Delay() => TimeSpan.FromTicks(1_000 + world.Dice.Next(50_000));
}
