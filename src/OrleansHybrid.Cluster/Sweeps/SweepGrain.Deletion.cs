using OrleansHybrid.Sweeps.Scheduling;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Sweeps;

/// <remarks>The sweep's own record goes last: a deletion that was broken off is finished by the same call.</remarks>
internal sealed partial class SweepGrain
{
    private const int MostDeletedAtOnce = 256;

    // Trials that are deleted already, counted from the first.
    private int _deleted;

    public async Task<VerbAnswer> Delete()
    {
        var id = this.GetPrimaryKeyString();
        if (_sweep is null) return VerbAnswer.Done($"{id} is deleted.");
        var status = Sweep.Status();
        if (!status.IsFinished && status.Phase is not SweepPhase.Cancelled)
            return VerbAnswer.Refused($"{id} is not finished: end it with 'hybrid cancel {id}' first.");
        if (status.Running.Count > 0) return VerbAnswer.Refused($"{status.Running.Count} trials of {id} still leave their slots: ask again.");

        int[] round = [.. Trials.Skip(_deleted).Take(MostDeletedAtOnce)];
        foreach (var index in round) await DeleteCheckpoints(new(id, index));
        await Task.WhenAll(round.Where(index => Sweep.Ledger[index].HasBegun).Select(index => Trial(index).Delete()));
        _deleted += round.Length;
        if (_deleted < Sweep.Ledger.Trials)
            return new(true, $"{_deleted} of {Sweep.Ledger.Trials} trials are deleted.", Sweep.Ledger.Trials - _deleted);

        await _writing;
        await _pages!.Clear();
        if (await this.GetReminder(RevivalName) is { } reminder) await this.UnregisterReminder(reminder);
        await record.ClearStateAsync();
        activeSweeps.Remove(id);
        (_sweep, _pages) = (null, null);
        DeactivateOnIdle();
        return VerbAnswer.Done($"{id} is deleted, with its checkpoints.");
    }

    private async Task DeleteCheckpoints(TrialId trial)
    {
        if (!Sweep.Ledger[trial.Index].HasBegun) return;
        await foreach (var stored in checkpoints.List(trial.Sweep, trial.Index, CancellationToken.None))
            await checkpoints.Delete(trial, stored.Name, CancellationToken.None);
    }
}
