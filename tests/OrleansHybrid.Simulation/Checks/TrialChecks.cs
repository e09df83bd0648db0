using OrleansHybrid.Simulation.Trainers;
using OrleansHybrid.Simulation.Worlds;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Simulation.Checks;

/// <summary>What holds of a trial's record from each stored version to the next.</summary>
internal static class TrialChecks
{
    public static void Check(World world, TrialId id, Trial before, Trial after)
    {
        var watch = world.Watch;
        if (after.Attempt < before.Attempt) Broken("record-never-goes-back", $"attempt {after.Attempt} after {before.Attempt}");
        if (before.State is TrialState.Completed && (after.State != before.State || after.Result != before.Result))
            Broken("result-once", $"it was completed and is {after.State}");
        if (after.Preemptions < before.Preemptions || after.Losses < before.Losses)
            Broken("record-never-goes-back", "it counts fewer preemptions");
        if (after.PastSeconds < before.PastSeconds - 1e-6 || after.LostSeconds < before.LostSeconds - 1e-6)
            Broken("record-never-goes-back", "it counts less slot time");
        if (after.LostSeconds > after.PastSeconds + 0.01) Broken("slot-time", "more slot time is lost than was used");
        if (after.PastAttempts.Count < before.PastAttempts.Count
            || !before.PastAttempts.SequenceEqual(after.PastAttempts.Take(before.PastAttempts.Count)))
            Broken("record-never-goes-back", "a past attempt has changed");
        if (after.PastAttempts.Zip(after.PastAttempts.Skip(1)).Any(pair => pair.First.Attempt >= pair.Second.Attempt))
            Broken("older-commits-nothing", "past attempts are out of order");
        if (after.State is TrialState.Running != (after.Owner is not null) && after.State is not TrialState.Paused)
            Broken("owner-while-running", $"it is {after.State} and its owner is {after.Owner ?? "nobody"}");
        CheckCheckpoints(world, id, before, after, Broken);
        CheckHistory(world, id, after, Broken);

        void Broken(string invariant, string message) => watch.Broken(invariant, $"trial {id.Number}: {message}");
    }

    private static void CheckCheckpoints(World world, TrialId id, Trial before, Trial after, Action<string, string> broken)
    {
        foreach (var added in after.Checkpoints.Except(before.Checkpoints))
        {
            if (after.Attempt != before.Attempt) broken("older-commits-nothing", $"{added.Name} came with the beginning of an attempt");
            if (added.Attempt != before.Attempt)
                broken("older-commits-nothing", $"{added.Name} was committed after attempt {before.Attempt} had begun");
            if (before.Owner is null) broken("older-commits-nothing", $"{added.Name} was committed after its attempt had ended");
            if (world.Checkpoints.Find(id, added.Name)?.Hash != added.ManifestSha256)
                broken("commit-after-store", $"{added.Name} was committed and the store does not have it");
        }

        if (after.Checkpoints.Zip(after.Checkpoints.Skip(1)).Any(pair => pair.First.Step <= pair.Second.Step))
            broken("checkpoints-in-order", "steps do not fall");
        var (old, now) = (Newest(before), Newest(after));
        if (now < old && world.MostCheckpointFaults.Lying == 0 && !after.State.IsFinal())
            broken("nothing-acknowledged-is-lost", $"its newest checkpoint was at step {old} and is at {now}");
    }

    private static void CheckHistory(World world, TrialId id, Trial trial, Action<string, string> broken)
    {
        if (trial.History is not [var first, ..]) return;
        var recipe = world.RecipeOf(id);
        // Only who goes on from another trial's checkpoint may begin later.
        if (first.Epoch > 1 && !world.MayBorrow(id.Index)) broken("epochs-once", $"epochs begin with {first.Epoch}");
        foreach (var (place, epoch) in trial.History.Index())
            if (epoch.Epoch != first.Epoch + place || epoch != SimTraining.Epoch(recipe, epoch.Epoch))
            {
                broken("epochs-once", $"epochs {string.Join(' ', trial.History.Select(known => known.Epoch))}");
                return;
            }
    }

    private static int Newest(Trial trial) => trial.Checkpoints is [var newest, ..] ? newest.Step : 0;
}
