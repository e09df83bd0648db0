using OrleansHybrid.Cluster.Ledgers;
using OrleansHybrid.Cluster.Trials;
using OrleansHybrid.Simulation.Trainers;
using OrleansHybrid.Simulation.Worlds;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Search;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Simulation.Checks;

/// <summary>What holds of a sweep that has ended.</summary>
internal static class EndChecks
{
    /// <summary>True once the stored ledger says that every trial is final.</summary>
    public static bool IsFinished(World world) => Rows(world) is { Length: > 0 } rows && rows.All(row => row.State.IsFinal());

    /// <summary>True while the stored ledger has a trial that waits for a person.</summary>
    public static bool HasPaused(World world) => Rows(world).Any(row => row.State is TrialState.Paused);

    /// <summary>True once each of them has a result, or the search trains nothing there.</summary>
    public static bool IsComplete(World world) => Rows(world).All(row => row.State is TrialState.Completed or TrialState.Pruned);

    public static void Check(World world)
    {
        var (rows, definition) = (Rows(world), world.Definition);
        var draws = Draws(world);
        var expected = world.Undisturbed;
        for (var index = 0; index < rows.Length; index++)
        {
            var id = new TrialId(definition.Id, index);
            if (expected is not null && !world.Watch.HasEndedOtherwise && draws[index] is { } draw
                && ProtocolJson.Write(draw) != ProtocolJson.Write(expected.DrawOf(index)))
                Broken(index, "search-is-a-function", $"chose {draw.Basis} and undisturbed {expected.DrawOf(index)?.Basis}");
            if (rows[index].State is TrialState.Pruned) continue;
            var trial = Record(world, id);
            if (rows[index].State is not TrialState.Completed || trial.State is not TrialState.Completed)
            {
                Broken(index, "sweep-ends", $"the ledger has it as {rows[index].State} and its record as {trial.State}");
                continue;
            }

            var recipe = world.RecipeOf(id);
            var epochs = definition.UntilEpoch(index) ?? recipe.Epochs;
            var weights = SimTraining.After(recipe, epochs * SimTraining.StepsPerEpoch);
            if (trial.Result!.WeightsSha256 != SimTraining.HashOf(weights))
                Broken(index, "weights-of-the-recipe-alone", "its weights are others");
            if (rows[index].Result != trial.Result) Broken(index, "result-once", "ledger and record have different results");
            if (rows[index].Attempts != trial.Attempt) Broken(index, "ledger-heals", $"{rows[index].Attempts} attempts of {trial.Attempt}");
            if (Math.Abs(rows[index].PastSeconds - trial.PastSeconds) > 0.01)
                Broken(index, "slot-time", $"the ledger counts {rows[index].PastSeconds} s of {trial.PastSeconds}");
            if (trial.History is not [.., var last] || last.Epoch != epochs)
                Broken(index, "epochs-once", $"its epochs do not end with {epochs}");
            CheckFinal(trial, id);
        }

        void CheckFinal(Trial trial, TrialId id)
        {
            if (trial.Checkpoints is not [var last, ..] || world.MostCheckpointFaults.Lying > 0) return;
            if (world.Checkpoints.Find(id, last.Name) is not { IsWhole: true } file || file.Hash != last.ManifestSha256)
                world.Watch.Broken("completed-has-checkpoint", $"trial {id.Number}: the store does not have {last.Name}");
        }

        void Broken(int trial, string invariant, string message) => world.Watch.Broken(invariant, $"trial {trial}: {message}");
    }

    public static LedgerRow[] Rows(World world) =>
        [.. world.Disk.All("ledger-0000").Select(page => page.State).OfType<LedgerPage>().SelectMany(page => page.Rows)];

    public static Trial Record(World world, TrialId id) =>
        (world.Disk.Read(Silos.SimGrains.IdOf(typeof(Cluster.Contracts.ITrialGrain), id.ToString()), "trial").State as TrialRecord)?.Trial
            ?? Trial.New;

    public static TrialDraw?[] Draws(World world)
    {
        var stored = world.Disk.All("draws-0000").Select(page => page.State).OfType<DrawPage>().SelectMany(page => page.Draws).ToList();
        return [.. Enumerable.Range(0, world.Definition.TrialCount).Select(index => index < stored.Count ? stored[index] : null)];
    }
}
