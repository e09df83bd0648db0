using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Definition.Yaml;
using OrleansHybrid.Sweeps.Scheduling;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Sweeps;

/// <summary>Does what people want of a sweep, or of one of its trials.</summary>
internal sealed class SweepVerbs(OpenSweep sweep, LedgerSaving saving)
{
    // A call must be answered in time; the caller repeats it until none is left.
    private const int MostRetriesAtOnce = 256;

    public async Task<VerbAnswer> Tell(Verb verb, int? trial, Guid? request)
    {
        if (sweep.IsBeingDeleted) return SweepAnswers.BeingDeleted(sweep.Id);
        if (sweep.Record.HasAnswered(request)) return SweepAnswers.DoneBefore(sweep.Id);
        if (trial is null && verb is not Verb.Retry) return await TellSweep(verb, request);
        var answer = await (trial is { } index ? TellTrial(verb, index) : RetryFailed());
        if (answer.IsDone) await sweep.Save(sweep.Record.Answering(request));
        return answer;
    }

    /// <param name="text">The other sweep file.</param>
    /// <param name="more">Its definition.</param>
    /// <param name="request">See <see cref="ISweepGrain.Tell"/>.</param>
    public async Task<VerbAnswer> Extend(SweepText text, SweepDefinition more, Guid? request)
    {
        if (sweep.Record.HasAnswered(request))
        {
            // The record was saved then, and the rest may have failed.
            await sweep.Pages.Load();
            return SweepAnswers.DoneBefore(sweep.Id);
        }

        var former = sweep.Definition;
        if (more.Name != former.Name) return SweepAnswers.ExtensionHasOtherName(text.File, more, former);
        if (former.Chosen is not null || more.Chosen is not null) return SweepAnswers.ExtensionOfSearch(former);
        if (more.Metric != former.Metric) return SweepAnswers.ExtensionHasOtherMetric(text.File, former);

        var extended = former.ExtendedBy(more);
        if (extended.TrialCount > SweepDefinition.MostTrials) return SweepAnswers.ExtensionIsTooLarge(extended);
        var added = extended.TrialCount - former.TrialCount;
        var next = added > 0
            ? sweep.Record with { Extensions = [.. sweep.Record.Extensions ?? [], text], Options = null }
            : sweep.Record with { Options = text };
        if (next.Phase is SweepPhase.Stopped or SweepPhase.Cancelled && added > 0) next = next with { Phase = SweepPhase.Active };
        await sweep.Save(next.Answering(request));

        (sweep.Active.Definition, sweep.Active.Phase) = (extended, next.Phase);
        await sweep.Pages.Load();
        return added > 0 ? SweepAnswers.Extended(extended, added) : SweepAnswers.ExtensionAddsNothing(extended, text.File);
    }

    private async Task<VerbAnswer> TellSweep(Verb verb, Guid? request)
    {
        if (verb is Verb.Interrupt) return SweepAnswers.InterruptNeedsTrial(sweep.Id);
        var status = sweep.Active.Status();
        if (status.IsFinished && status.Phase is SweepPhase.Active) return SweepAnswers.NothingTo(verb, sweep.Id);
        if (sweep.Record.Phase.After(verb) is not { } phase) return SweepAnswers.MustBeResumed(sweep.Id, sweep.Record.Phase);
        await sweep.Save((sweep.Record with { Phase = phase }).Answering(request));
        sweep.Active.Phase = phase;
        return SweepAnswers.Now(sweep.Id, phase, status.Running.Count);
    }

    private async Task<VerbAnswer> RetryFailed()
    {
        int[] failed = [.. sweep.Trials.Where(index => sweep.Ledger[index].State is TrialState.Failed)];
        int[] round = [.. failed.Take(MostRetriesAtOnce)];
        await Task.WhenAll(round.Select(index => Follow(Verb.Retry, index)));
        if (round.Length > 0) await saving.Flush();
        return SweepAnswers.Retried(sweep.Id, round.Length, failed.Length - round.Length);
    }

    private async Task<VerbAnswer> TellTrial(Verb verb, int index)
    {
        var trial = new TrialId(sweep.Id, index);
        if (index < 0 || index >= sweep.Ledger.Trials) return SweepAnswers.NoSuchTrial(trial, sweep.Ledger.Trials);
        var row = sweep.Ledger[index];
        if (row.State is TrialState.Completed or TrialState.Pruned
            || (row.State.IsFinal() && verb is Verb.Resume or Verb.Pause or Verb.Interrupt))
            return SweepAnswers.TrialIsOver(trial, row.State);
        switch (verb)
        {
            case Verb.Interrupt:
                if (!sweep.Active.Interrupt(index)) return SweepAnswers.NothingToInterrupt(trial);
                break;
            case Verb.Stop when row.Lease is not null:
                return SweepAnswers.StopLetsItRun(trial);
            default:
                await Follow(verb, index);
                break;
        }

        await saving.Flush();
        return SweepAnswers.Told(trial, verb, sweep.Ledger[index].State);
    }

    private async Task Follow(Verb verb, int index) =>
        sweep.Active.Follow(index, (await sweep.Trial(index).Follow(verb, sweep.Active.HeldTime(index))).Trial);
}
