using OrleansHybrid.Simulation.Silos;
using OrleansHybrid.Simulation.Storage;
using OrleansHybrid.Simulation.Trainers;

namespace OrleansHybrid.Simulation.Worlds;

/// <summary>Makes a scenario that breaks a promise as small as it gets: what is left is the story.</summary>
internal static class Shrinking
{
    /// <returns>The smallest scenario found that breaks the same promise.</returns>
    public static Scenario Shrink(Scenario broken, Folders folders)
    {
        var invariant = Simulator.Run(broken, folders).Violation?.Invariant;
        for (var isSmaller = invariant is not null; isSmaller;)
        {
            isSmaller = false;
            foreach (var smaller in Smaller(broken))
            {
                if (Simulator.Run(smaller, folders).Violation?.Invariant != invariant) continue;
                (broken, isSmaller) = (smaller, true);
                break;
            }
        }

        return broken;
    }

    private static IEnumerable<Scenario> Smaller(Scenario whole)
    {
        if (whole.Network != NetworkFaults.None) yield return whole with { Network = NetworkFaults.None };
        if (whole.Storage != StorageFaults.None) yield return whole with { Storage = StorageFaults.None };
        if (whole.Checkpoints != CheckpointFaults.None) yield return whole with { Checkpoints = CheckpointFaults.None };
        if (whole.Trainers != TrainerFaults.None) yield return whole with { Trainers = TrainerFaults.None };
        if (whole.Restoration is not null) yield return whole with { Restoration = null };
        if (whole.Drifts) yield return whole with { Drifts = false };
        if (whole.StoresJson) yield return whole with { StoresJson = false };
        for (var place = 0; place < whole.Faults.Count; place++)
            yield return whole with { Faults = [.. whole.Faults.Where((_, other) => other != place)] };
        if (whole.Network.Lost > 0) yield return whole with { Network = whole.Network with { Lost = 0 } };
        if (whole.Network.Doubled > 0) yield return whole with { Network = whole.Network with { Doubled = 0 } };
        if (whole.Network.Slow > 0) yield return whole with { Network = whole.Network with { Slow = 0 } };
        if (whole.Storage.Refused > 0) yield return whole with { Storage = whole.Storage with { Refused = 0 } };
        if (whole.Storage.Lost > 0) yield return whole with { Storage = whole.Storage with { Lost = 0 } };
        if (whole.Storage.Unknown > 0) yield return whole with { Storage = whole.Storage with { Unknown = 0 } };
    }
}
