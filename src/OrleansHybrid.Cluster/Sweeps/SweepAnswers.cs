using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Scheduling;
using OrleansHybrid.Sweeps.Text;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Sweeps;

/// <summary>The wording of a sweep's answers to people.</summary>
internal static class SweepAnswers
{
    public static VerbAnswer Submitted(string sweep) => VerbAnswer.Done($"{sweep} is submitted.");

    public static VerbAnswer DoneBefore(string sweep) => VerbAnswer.Done($"{sweep}: this is done already.");

    public static VerbAnswer NothingTo(Verb verb, string sweep) =>
        VerbAnswer.Done($"{sweep} is finished: there is nothing to {verb.Spelled()}.");

    public static VerbAnswer MustBeResumed(string sweep, SweepPhase phase) =>
        VerbAnswer.Refused($"{sweep} is {phase.Spelled()}: resume it first.");

    public static VerbAnswer InterruptNeedsTrial(string sweep) =>
        VerbAnswer.Refused($"Interrupt takes one trial, such as {new TrialId(sweep, 0)}.");

    /// <param name="sweep">The sweep's id.</param>
    /// <param name="phase">The sweep's phase from now on.</param>
    /// <param name="running">The number of its running trials.</param>
    public static VerbAnswer Now(string sweep, SweepPhase phase, int running) => VerbAnswer.Done((phase, running) switch
    {
        (SweepPhase.Active, _) => $"{sweep} goes on.",
        (SweepPhase.Paused, 0) => $"{sweep} is paused.",
        (SweepPhase.Paused, _) => $"{sweep} is paused; {running} running trials write a checkpoint and leave their slots.",
        (SweepPhase.Stopped, 0) => $"{sweep} is stopped.",
        (SweepPhase.Stopped, _) => $"{sweep} is stopped; {running} running trials go on to their end.",
        _ => $"{sweep} is cancelled; {running} running trials are ended.",
    });

    /// <param name="sweep">The sweep's id.</param>
    /// <param name="retried">The number of trials that wait again.</param>
    /// <param name="left">The number of failed trials that the next call retries.</param>
    public static VerbAnswer Retried(string sweep, int retried, int left) =>
        new(true, retried == 0 ? $"{sweep} has no failed trials." : $"{retried} failed trials wait for a slot again.", left);

    public static VerbAnswer NoSuchTrial(TrialId trial, int trials)
    {
        var (first, last) = (new TrialId(trial.Sweep, 0).Number, new TrialId(trial.Sweep, trials - 1).Number);
        return VerbAnswer.Refused($"There is no trial {trial}: the sweep has those from {first} to {last}.");
    }

    public static VerbAnswer TrialIsOver(TrialId trial, TrialState state)
    {
        var remedy = state is TrialState.Completed or TrialState.Pruned ? "." : $": 'hybrid retry {trial}' lets it go on.";
        return VerbAnswer.Refused($"{trial} is {state.Spelled()}{remedy}");
    }

    public static VerbAnswer NothingToInterrupt(TrialId trial) =>
        VerbAnswer.Done($"{trial} does not run: there is nothing to interrupt.");

    public static VerbAnswer StopLetsItRun(TrialId trial) =>
        VerbAnswer.Refused($"{trial} runs, and a stop lets it go on to its end; 'hybrid cancel {trial}' ends it now.");

    public static VerbAnswer Told(TrialId trial, Verb verb, TrialState state) =>
        VerbAnswer.Done($"{trial}: {verb.Spelled()}, it is {state.Spelled()} now.");

    public static VerbAnswer ExtensionHasOtherName(string file, SweepDefinition more, SweepDefinition sweep) =>
        VerbAnswer.Refused($"{file} is named {more.Name}: to extend {sweep.Id}, name it {sweep.Name}.");

    public static VerbAnswer ExtensionHasOtherMetric(string file, SweepDefinition sweep) => VerbAnswer.Refused(
        $"{file} has another metric than {sweep.Id}: its trials could not be compared. "
        + $"Keep {sweep.Metric.Name}, {sweep.Metric.Goal.Spelled()}.");

    public static VerbAnswer ExtensionOfSearch(SweepDefinition sweep) => VerbAnswer.Refused(
        $"{sweep.Id} cannot be extended: the trials of a search that chooses by results hang together. Submit a sweep with more trials "
        + "under another name; what is equal is reused and not trained again.");

    public static VerbAnswer ExtensionIsTooLarge(SweepDefinition extended) => VerbAnswer.Refused(FormattableString.Invariant(
        $"{extended.Id} would have {extended.TrialCount:N0} trials, more than the {SweepDefinition.MostTrials:N0} that a sweep may have."));

    public static VerbAnswer Extended(SweepDefinition extended, int added) =>
        VerbAnswer.Done($"{extended.Id} has {added} more trials, {extended.TrialCount} in all; those that it had are kept.");

    public static VerbAnswer ExtensionAddsNothing(SweepDefinition sweep, string file) =>
        VerbAnswer.Done($"{sweep.Id} has all trials of {file} already.");

    public static VerbAnswer BeingDeleted(string sweep) =>
        VerbAnswer.Refused($"{sweep} is being deleted: repeat 'hybrid delete {sweep} --yes' until it is gone.");

    public static VerbAnswer DeletionNeedsEnd(string sweep) =>
        VerbAnswer.Refused($"{sweep} is not finished: end it with 'hybrid cancel {sweep}' first.");

    public static VerbAnswer DeletionNeedsSlots(string sweep, int running) =>
        VerbAnswer.Refused($"{running} trials of {sweep} still leave their slots: ask again.");

    public static VerbAnswer DeletionNotBegun(string sweep) =>
        VerbAnswer.Refused($"{sweep} is not being deleted: 'hybrid delete' begins with that.");

    public static VerbAnswer DeletedSoFar(int deleted, int trials) =>
        new(true, $"{deleted} of {trials} trials are deleted.", trials - deleted);

    public static VerbAnswer Deleted(string sweep) => VerbAnswer.Done($"{sweep} is deleted, with its checkpoints.");
}
