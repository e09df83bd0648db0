using OrleansHybrid.Cluster.Checkpoints;
using OrleansHybrid.Cluster.Clocks;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Sweeps.Scheduling;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Sweeps;

/// <summary>Deletes a sweep in rounds.</summary>
/// <remarks>
/// A deletion that was broken off goes on where it stood: the sweep's own record, which says how far it came, goes last. Its
/// rounds interleave with all other calls, which are refused meanwhile, so that nobody waits for a slow checkpoint store.
/// </remarks>
internal sealed class SweepDeletion(
    OpenSweep sweep, LedgerSaving saving, SweepRevival revival, ICheckpointStore checkpoints, AwakeTime time)
{
    private const int MostAtOnce = 16;

    private static readonly TimeSpan MostTimeAtOnce = TimeSpan.FromSeconds(1);

    private Task<VerbAnswer>? _round;

    public async Task<VerbAnswer> Begin()
    {
        if (!sweep.IsBeingDeleted)
        {
            var status = sweep.Active.Status();
            if (!status.IsFinished && status.Phase is not SweepPhase.Cancelled) return SweepAnswers.DeletionNeedsEnd(sweep.Id);
            if (status.Running.Count > 0) return SweepAnswers.DeletionNeedsSlots(sweep.Id, status.Running.Count);
            await sweep.Save(sweep.Record with { Phase = SweepPhase.Deleting });
            sweep.Active.Phase = SweepPhase.Deleting;
        }

        return Progress();
    }

    /// <summary>Does one round; calls that come meanwhile share it.</summary>
    public Task<VerbAnswer> More() => _round is { IsCompleted: false } ? _round : _round = Round();

    private async Task<VerbAnswer> Round()
    {
        if (!sweep.IsBeingDeleted) return SweepAnswers.DeletionNotBegun(sweep.Id);
        try
        {
            return await DeleteSome();
        }
        catch (CheckpointStoreException failure)
        {
            return VerbAnswer.Refused(failure.Message);
        }
    }

    private async Task<VerbAnswer> DeleteSome()
    {
        var (begun, deleted) = (time.GetTimestamp(), sweep.Record.Deleted);
        while (deleted < sweep.Ledger.Trials && time.GetElapsedTime(begun) < MostTimeAtOnce)
        {
            int[] next = [.. Enumerable.Range(deleted, Math.Min(MostAtOnce, sweep.Ledger.Trials - deleted))];
            await Task.WhenAll(next.Where(index => sweep.Ledger[index].HasBegun).Select(DeleteTrial));
            deleted += next.Length;
        }

        if (deleted < sweep.Ledger.Trials)
        {
            await sweep.Save(sweep.Record with { Deleted = deleted });
            return Progress();
        }

        await saving.Writing;
        await revival.Remove();
        await sweep.Delete();
        return SweepAnswers.Deleted(sweep.Id);
    }

    private async Task DeleteTrial(int index)
    {
        var trial = new TrialId(sweep.Id, index);
        await foreach (var stored in checkpoints.List(trial.Sweep, trial.Index, CancellationToken.None))
            await checkpoints.Delete(trial, stored.Name, CancellationToken.None);
        await checkpoints.DeleteLogs(trial, CancellationToken.None);
        await sweep.Trial(index).Delete();
    }

    /// <summary>Something is left until the sweep's own record is gone.</summary>
    private VerbAnswer Progress() => SweepAnswers.DeletedSoFar(sweep.Record.Deleted, sweep.Ledger.Trials);
}
