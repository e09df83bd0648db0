using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Scheduling;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Results;

/// <summary>A sweep at a glance, cheap to ask for several times a second.</summary>
/// <param name="Sweep">The sweep's id.</param>
/// <param name="Trials">Trials of the whole sweep.</param>
/// <param name="Counts">Trials by state; a state without trials is absent.</param>
/// <param name="Running">The trials that train now.</param>
/// <param name="Best">The best objective of a completed trial so far.</param>
/// <param name="Restarts">Attempts beyond each trial's first, summed.</param>
/// <param name="Preemptions">Times a trial was taken off its slot with notice or lost with its machine.</param>
/// <param name="Trouble">An infrastructure fault that keeps trials from running (a full disk); null when all is well.</param>
/// <param name="Phase">What people want of the sweep.</param>
/// <param name="SlotHours">Hours that its trials have had their slots, those that train now included: what <c>max_gpu_hours</c> limits.</param>
/// <param name="SlotHoursLost">
/// Those whose work was thrown away: since the last checkpoint of an attempt that was lost, or that a fault ended. A lost
/// one is known when its successor has begun.
/// </param>
/// <param name="Left">When it may be done; null while nothing tells of that.</param>
/// <param name="Data">What it learns from, for each data set in files that a trial of it has begun on.</param>
/// <param name="Strangers">The silos that see other data under the name of one of its data sets, or cannot read it.</param>
/// <param name="Waiting">Why nothing trains although trials wait; null while something does, or when nothing waits.</param>
public sealed record SweepStatus(
    string Sweep,
    int Trials,
    IReadOnlyDictionary<TrialState, int> Counts,
    IReadOnlyList<RunningTrial> Running,
    BestTrial? Best,
    int Restarts,
    int Preemptions,
    SweepTrouble? Trouble,
    PendingReason? Waiting,
    SweepPhase Phase = SweepPhase.Active,
    double SlotHours = 0,
    double SlotHoursLost = 0,
    TimeLeft? Left = null,
    IReadOnlyList<SweepDataSet>? Data = null,
    IReadOnlyList<DataStranger>? Strangers = null)
{
    public int Count(TrialState state) => Counts.GetValueOrDefault(state);

    public bool IsFinished => Counts.Where(count => count.Key.IsFinal()).Sum(count => count.Value) == Trials;
}

/// <param name="Slot">The slot that trains it: <c>gpu0</c>, <c>cpu1</c>.</param>
/// <param name="Progress">Null until the trainer's first sign of life.</param>
/// <param name="Accuracy">The latest evaluation of this trial.</param>
/// <param name="Warning">What this attempt's trainer wants a person to know, such as a damaged checkpoint that it passed over.</param>
/// <param name="Silo">Address of the silo that has the slot.</param>
public sealed record RunningTrial(int Index, int Attempt, string Slot, LiveProgress? Progress, Accuracy? Accuracy, string? Warning = null, string? Silo = null);

public sealed record BestTrial(int Index, double Objective);

/// <param name="Message">What is wrong and what would mend it.</param>
/// <param name="Times">Faults in a row without a committed checkpoint or a result between them.</param>
public sealed record SweepTrouble(string Message, int Times);

/// <summary>One line of a sweep's ledger.</summary>
/// <param name="Preemptions">Times the trial was taken off its slot, by notice or by a lost machine.</param>
/// <param name="PendingReason">Why it does not run; null for a trial that runs, has a result or has failed.</param>
/// <param name="ReusedFrom">The trial whose result this is; null for one that trained itself.</param>
public sealed record TrialRow(
    int Index,
    TrialState State,
    int Attempts,
    int Preemptions,
    TrialResult? Result,
    TrialFailure? Failure,
    PendingReason? PendingReason,
    TrialId? ReusedFrom = null);
