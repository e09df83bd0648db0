using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Storage;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Definition.Yaml;
using OrleansHybrid.Sweeps.Scheduling;
using OrleansHybrid.Sweeps.Text;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Sweeps;

internal sealed partial class SweepGrain
{
    // A call must be answered in time; the caller repeats it until none is left.
    private const int MostRetriesAtOnce = 256;

    public Task<VerbAnswer> Tell(Verb verb, int? trial) =>
        IsBeingDeleted ? Task.FromResult(RefusedForDeletion)
        : trial is { } index ? TellTrial(verb, index)
        : verb is Verb.Retry ? RetryFailed()
        : TellSweep(verb);

    public async Task<VerbAnswer> Extend(SweepText text)
    {
        if (IsBeingDeleted) return RefusedForDeletion;
        var (sweep, more) = (Sweep.Definition, text.Parse());
        if (more.Name != sweep.Name)
            return VerbAnswer.Refused($"{text.File} is named {more.Name}: to extend {sweep.Id}, name it {sweep.Name}.");
        if (more.Metric != sweep.Metric)
            return VerbAnswer.Refused($"{text.File} has another metric than {sweep.Id}: its trials could not be compared. Keep {sweep.Metric.Name}, {sweep.Metric.Goal.Spelled()}.");

        var extended = sweep.ExtendedBy(more);
        if (extended.TrialCount > SweepDefinition.MostTrials)
            return VerbAnswer.Refused(FormattableString.Invariant(
                $"{sweep.Id} would have {extended.TrialCount:N0} trials, more than the {SweepDefinition.MostTrials:N0} that a sweep may have."));
        var added = extended.TrialCount - sweep.TrialCount;
        var next = added > 0
            ? record.State with { Extensions = [.. record.State.Extensions ?? [], text], Options = null }
            : record.State with { Options = text };
        if (next.Phase is SweepPhase.Stopped or SweepPhase.Cancelled && added > 0) next = next with { Phase = SweepPhase.Active };
        if (next != record.State) await record.Save(next);

        (Sweep.Definition, Sweep.Phase) = (extended, next.Phase);
        await _pages!.Load();
        return VerbAnswer.Done(added > 0
            ? $"{sweep.Id} has {added} more trials, {extended.TrialCount} in all; those that it had are kept."
            : $"{sweep.Id} has all trials of {text.File} already.");
    }

    private async Task<VerbAnswer> TellSweep(Verb verb)
    {
        var id = Sweep.Definition.Id;
        if (verb is Verb.Interrupt) return VerbAnswer.Refused($"Interrupt takes one trial, such as {new TrialId(id, 0)}.");
        var status = Sweep.Status();
        if (status.IsFinished && status.Phase is SweepPhase.Active)
            return VerbAnswer.Done($"{id} is finished: there is nothing to {verb.Spelled()}.");
        if (record.State.Phase.After(verb) is not { } phase)
            return VerbAnswer.Refused($"{id} is {record.State.Phase.Spelled()}: resume it first.");
        if (phase != record.State.Phase) await record.Save(record.State with { Phase = phase });
        Sweep.Phase = phase;
        var running = status.Running.Count;
        return VerbAnswer.Done((phase, running) switch
        {
            (SweepPhase.Active, _) => $"{id} goes on.",
            (SweepPhase.Paused, 0) => $"{id} is paused.",
            (SweepPhase.Paused, _) => $"{id} is paused; {running} running trials write a checkpoint and leave their slots.",
            (SweepPhase.Stopped, 0) => $"{id} is stopped.",
            (SweepPhase.Stopped, _) => $"{id} is stopped; {running} running trials go on to their end.",
            _ => $"{id} is cancelled; {running} running trials are ended.",
        });
    }

    private async Task<VerbAnswer> RetryFailed()
    {
        int[] failed = [.. Trials.Where(index => Sweep.Ledger[index].State is TrialState.Failed)];
        int[] round = [.. failed.Take(MostRetriesAtOnce)];
        await Task.WhenAll(round.Select(index => Follow(Verb.Retry, index)));
        if (round.Length > 0) await Flush();
        return new(true, round.Length == 0 ? $"{Sweep.Definition.Id} has no failed trials." : $"{round.Length} failed trials wait for a slot again.", failed.Length - round.Length);
    }

    private async Task<VerbAnswer> TellTrial(Verb verb, int index)
    {
        var trial = new TrialId(this.GetPrimaryKeyString(), index);
        if (index < 0 || index >= Sweep.Ledger.Trials)
            return VerbAnswer.Refused($"There is no trial {trial}: the sweep has those from {new TrialId(trial.Sweep, 0).Number} to {new TrialId(trial.Sweep, Sweep.Ledger.Trials - 1).Number}.");
        var row = Sweep.Ledger[index];
        if (row.State is TrialState.Completed || (row.State.IsFinal() && verb is Verb.Resume or Verb.Pause or Verb.Interrupt))
            return VerbAnswer.Refused($"{trial} is {row.State.Spelled()}" + (row.State is TrialState.Completed ? "." : $": 'hybrid retry {trial}' lets it go on."));
        switch (verb)
        {
            case Verb.Interrupt:
                if (!Sweep.Interrupt(index)) return VerbAnswer.Done($"{trial} does not run: there is nothing to interrupt.");
                break;
            case Verb.Stop when row.Lease is not null:
                return VerbAnswer.Refused($"{trial} runs, and a stop lets it go on to its end; 'hybrid cancel {trial}' ends it now.");
            default:
                await Follow(verb, index);
                break;
        }

        await Flush();
        return VerbAnswer.Done($"{trial}: {verb.Spelled()}, it is {Sweep.Ledger[index].State.Spelled()} now.");
    }

    private async Task Follow(Verb verb, int index) => Sweep.Follow(index, (await Trial(index).Follow(verb, Sweep.HeldTime(index))).Trial);
}
