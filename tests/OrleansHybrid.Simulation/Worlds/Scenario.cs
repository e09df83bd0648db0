using OrleansHybrid.Simulation.Silos;
using OrleansHybrid.Simulation.Storage;
using OrleansHybrid.Simulation.Trainers;

namespace OrleansHybrid.Simulation.Worlds;

/// <summary>A world and what will happen in it.</summary>
/// <param name="Agents">The slots of each.</param>
/// <param name="Calm">When the faults stop.</param>
internal sealed record Scenario(int Seed, string Yaml, int Controls, IReadOnlyList<int> Agents, TimeSpan Calm)
{
    public bool SharesFolder { get; init; }

    public bool StoresJson { get; init; }

    /// <summary>Whether the clocks of the machines run at different speeds.</summary>
    public bool Drifts { get; init; }

    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>Null where none happens.</summary>
    public Restoration? Restoration { get; init; }

    public NetworkFaults Network { get; init; } = NetworkFaults.None;

    public StorageFaults Storage { get; init; } = StorageFaults.None;

    public CheckpointFaults Checkpoints { get; init; } = CheckpointFaults.None;

    public TrainerFaults Trainers { get; init; } = TrainerFaults.None;

    /// <summary>Draws a scenario. Each has some of the kinds of faults, since all at once would hide what two of them do.</summary>
    public static Scenario Of(int seed)
    {
        var dice = new Random(seed);
        var controls = 1 + dice.Next(2);
        int[] agents = [.. Enumerable.Range(0, 1 + dice.Next(3)).Select(_ => 1 + dice.Next(3))];
        var calm = TimeSpan.FromSeconds(15 + dice.Next(60));
        var kinds = Enum.GetValues<FaultKind>().Where(_ => Is(4)).ToArray();
        var faults = kinds.Length == 0 ? [] : Enumerable.Range(0, dice.Next(9))
            .Select(_ => Draw(dice, kinds[dice.Next(kinds.Length)], controls + agents.Length, calm))
            .OrderBy(fault => fault.At)
            .ToArray();
        return new(seed, SweepFiles.Draw(dice), controls, agents, calm)
        {
            SharesFolder = Is(5),
            StoresJson = Is(2),
            Drifts = Is(3),
            Faults = faults,
            Network = Is(5) ? new(dice.Next(60), dice.Next(60), dice.Next(40)) : NetworkFaults.None,
            Storage = Is(4) ? new(dice.Next(30), dice.Next(40), dice.Next(40)) : StorageFaults.None,
            Checkpoints = Is(3) ? new(dice.Next(100), dice.Next(30), Is(3) ? dice.Next(100) : 0) : CheckpointFaults.None,
            Trainers = Is(4) ? new(dice.Next(60), dice.Next(20), dice.Next(40), dice.Next(20)) : TrainerFaults.None,
            Restoration = Is(1) ? Restoration.Draw(dice, calm) : null,
        };

        bool Is(int tenths) => dice.Next(10) < tenths;
    }

    private static Fault Draw(Random dice, FaultKind kind, int machines, TimeSpan calm) => new(
        TimeSpan.FromMilliseconds(1_000 + dice.Next((int)calm.TotalMilliseconds - 1_000)),
        kind, dice.Next(machines), dice.Next(1_000), TimeSpan.FromMilliseconds(200 + dice.Next(dice.Next(3) == 0 ? 60_000 : 8_000)));
}
