using OrleansHybrid.Cluster.Checkpoints;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Storage;
using OrleansHybrid.Sweeps.Scheduling;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Sweeps;

/// <remarks>
/// A deletion that was broken off goes on where it stood: the sweep's own record, which says how far it came, goes last. Its
/// rounds interleave with all other calls, which are refused meanwhile, so that nobody waits for a slow checkpoint store.
/// </remarks>
internal sealed partial class SweepGrain
{
    private const int MostDeletedAtOnce = 16;

    private static readonly TimeSpan MostDeletionAtOnce = TimeSpan.FromSeconds(1);

    private Task<VerbAnswer>? _round;

    private bool IsBeingDeleted => _sweep is { Phase: SweepPhase.Deleting };

    private VerbAnswer RefusedForDeletion =>
        VerbAnswer.Refused($"{this.GetPrimaryKeyString()} is being deleted: repeat 'hybrid delete {this.GetPrimaryKeyString()} --yes' until it is gone.");

    public async Task<VerbAnswer> BeginDeletion()
    {
        var id = this.GetPrimaryKeyString();
        if (_sweep is null) return Gone();
        if (!IsBeingDeleted)
        {
            var status = Sweep.Status();
            if (!status.IsFinished && status.Phase is not SweepPhase.Cancelled)
                return VerbAnswer.Refused($"{id} is not finished: end it with 'hybrid cancel {id}' first.");
            if (status.Running.Count > 0) return VerbAnswer.Refused($"{status.Running.Count} trials of {id} still leave their slots: ask again.");
            await record.Save(record.State with { Phase = SweepPhase.Deleting });
            Sweep.Phase = SweepPhase.Deleting;
        }

        return Deleted();
    }

    public Task<VerbAnswer> DeleteMore() => _round is { IsCompleted: false } ? _round : _round = DeleteRound();

    private async Task<VerbAnswer> DeleteRound()
    {
        if (_sweep is null) return Gone();
        if (!IsBeingDeleted) return VerbAnswer.Refused($"{this.GetPrimaryKeyString()} is not being deleted: 'hybrid delete' begins with that.");
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
        var (begun, deleted) = (time.GetTimestamp(), record.State.Deleted);
        while (deleted < Sweep.Ledger.Trials && time.GetElapsedTime(begun) < MostDeletionAtOnce)
        {
            int[] next = [.. Enumerable.Range(deleted, Math.Min(MostDeletedAtOnce, Sweep.Ledger.Trials - deleted))];
            await Task.WhenAll(next.Where(index => Sweep.Ledger[index].HasBegun).Select(DeleteTrial));
            deleted += next.Length;
        }

        if (deleted < Sweep.Ledger.Trials)
        {
            await record.Save(record.State with { Deleted = deleted });
            return Deleted();
        }

        await _writing;
        await _pages!.Clear();
        if (await this.GetReminder(RevivalName) is { } reminder) await this.UnregisterReminder(reminder);
        await record.ClearStateAsync();
        activeSweeps.Remove(this.GetPrimaryKeyString());
        (_sweep, _pages) = (null, null);
        DeactivateOnIdle();
        return Gone();
    }

    private async Task DeleteTrial(int index)
    {
        var trial = new TrialId(this.GetPrimaryKeyString(), index);
        await foreach (var stored in checkpoints.List(trial.Sweep, trial.Index, CancellationToken.None))
            await checkpoints.Delete(trial, stored.Name, CancellationToken.None);
        await Trial(index).Delete();
    }

    /// <summary>How far it has come. Something is left until the sweep's own record is gone.</summary>
    private VerbAnswer Deleted()
    {
        var (deleted, trials) = (record.State.Deleted, Sweep.Ledger.Trials);
        return new(true, $"{deleted} of {trials} trials are deleted.", trials - deleted);
    }

    private VerbAnswer Gone() => VerbAnswer.Done($"{this.GetPrimaryKeyString()} is deleted, with its checkpoints.");
}
