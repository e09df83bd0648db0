using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Scheduling;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Results;

/// <summary>A summary of a sweep, cheap enough to request several times a second.</summary>
/// <param name="Sweep">The sweep's id.</param>
/// <param name="Trials">Number of trials of the whole sweep.</param>
/// <param name="Counts">Number of trials by state; a state without trials is absent.</param>
/// <param name="Running">The trials that train now.</param>
/// <param name="Best">The best objective of a completed trial so far.</param>
/// <param name="Restarts">Attempts beyond each trial's first, summed.</param>
/// <param name="Preemptions">Number of times that a trial lost its slot, with notice or with its machine.</param>
/// <param name="Trouble">An infrastructure fault that keeps trials from running (a full disk); null when all is well.</param>
/// <param name="Phase">The phase that people have requested.</param>
/// <param name="SlotHours">Slot hours of its trials, including running ones: the quantity that <c>max_gpu_hours</c> limits.</param>
/// <param name="SlotHoursLost">
/// Slot hours without lasting work: the time since the last checkpoint of an attempt that was lost or that a
/// fault ended. A lost attempt is known when its successor has begun.
/// </param>
/// <param name="Left">The estimated time left; null while there is no basis for an estimate.</param>
/// <param name="Data">The fingerprint of each data set in files on which a trial has begun.</param>
/// <param name="Strangers">The silos that have other data under the name of one of its data sets, or cannot read it.</param>
/// <param name="Waiting">The reason why nothing trains although trials wait; null otherwise.</param>
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
/// <param name="Progress">The progress; null until the trainer's first heartbeat.</param>
/// <param name="Accuracy">The latest evaluation of this trial.</param>
/// <param name="Warning">A warning of this attempt's trainer, such as a damaged checkpoint that it skipped.</param>
/// <param name="Silo">Address of the silo that has the slot.</param>
public sealed record RunningTrial(
    int Index, int Attempt, string Slot, LiveProgress? Progress, Accuracy? Accuracy, string? Warning = null, string? Silo = null)
{
    /// <summary>The latest evaluation on the validation images.</summary>
    public Accuracy? Validation { get; init; }
}

public sealed record BestTrial(int Index, double Objective);

/// <param name="Message">The problem and its remedy.</param>
/// <param name="Times">Number of faults in a row without a committed checkpoint or a result between them.</param>
public sealed record SweepTrouble(string Message, int Times);

/// <summary>One line of a sweep's ledger.</summary>
/// <param name="Preemptions">Number of times that the trial lost its slot, with notice or with its machine.</param>
/// <param name="PendingReason">The reason why it is not running; null for a trial that runs, has a result or has failed.</param>
/// <param name="ReusedFrom">The trial from which the result was reused; null for a trial that was trained.</param>
public sealed record TrialRow(
    int Index,
    TrialState State,
    int Attempts,
    int Preemptions,
    TrialResult? Result,
    TrialFailure? Failure,
    PendingReason? PendingReason,
    TrialId? ReusedFrom = null);
