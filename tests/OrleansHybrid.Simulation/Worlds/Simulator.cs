using OrleansHybrid.Simulation.Checks;
using OrleansHybrid.Simulation.Storage;

namespace OrleansHybrid.Simulation.Worlds;

/// <summary>Runs one sweep through one world to its end.</summary>
internal static class Simulator
{
    private const int MostAtOnce = 100_000;

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1), Longest = TimeSpan.FromMinutes(30);

    /// <param name="tell">Told the story, a line each; null for none.</param>
    public static Outcome Run(Scenario scenario, Folders folders, Action<string>? tell = null)
    {
        using var world = new World(scenario.Seed, folders, scenario.Yaml, tell)
        {
            SharesFolder = scenario.SharesFolder,
            StoresJson = scenario.StoresJson,
        };
        var life = new Life(world, scenario);
        life.Begin();
        var isOver = false;
        world.Agenda.After(Look, LookAround);
        while (!isOver && world.Watch.Violation is null && world.Agenda.Step())
            if (world.Agenda.EventsAtOnce > MostAtOnce) world.Watch.Broken("time-goes-on", "something is repeated without a pause");

        if (world.Watch.Violation is null) EndChecks.Check(world);
        return new(world.Watch.Violation, world.Counts, world.Watch.Coverage, world.Agenda.Events, world.Now);

        void LookAround()
        {
            life.CheckAgents();
            if (life.IsCalm && (EndChecks.IsFinished(world) || EndChecks.HasPaused(world)))
            {
                isOver = EndChecks.IsComplete(world) && world.Watch.IsIdle;
                // What was told or went wrong before may show in the ledger after the person had looked.
                if (!EndChecks.IsComplete(world)) life.WantAll();
            }

            if (world.Now > Longest)
                world.Watch.Broken(
                    "sweep-ends",
                    "it goes on and on after the faults have stopped"
                        + (life.IsCalm ? "" : "; the person does not get through")
                        + (EndChecks.IsFinished(world) ? "" : "; the stored ledger has trials that are not final")
                        + (world.Watch.IsIdle ? "" : "; a trainer works"));
            world.Agenda.After(Look, LookAround);
        }
    }
}

/// <summary>What came of one simulated sweep.</summary>
/// <param name="Violation">Null where every promise was kept.</param>
/// <param name="Faults">By kind.</param>
internal sealed record Outcome(
    Violation? Violation, IReadOnlyDictionary<string, int> Faults, Coverage Coverage, long Events, TimeSpan Duration);
