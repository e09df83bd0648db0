using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Scheduling;
using OrleansHybrid.Sweeps.Search;
using OrleansHybrid.Sweeps.Text;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Results;

/// <summary>A summary of a sweep, cheap enough to request several times a second.</summary>
public sealed record SweepStatus
{
    /// <summary>The sweep's id.</summary>
    public required string Sweep { get; init; }

    /// <summary>Number of trials of the whole sweep.</summary>
    public required int Trials { get; init; }

    /// <summary>Number of trials by state; a state without trials is absent.</summary>
    public required IReadOnlyDictionary<TrialState, int> Counts { get; init; }

    /// <summary>The trials that train now.</summary>
    public required IReadOnlyList<RunningTrial> Running { get; init; }

    /// <summary>The best objective of a completed trial so far.</summary>
    public BestTrial? Best { get; init; }

    /// <summary>Attempts beyond each trial's first, summed.</summary>
    public required int Restarts { get; init; }

    /// <summary>Number of times that a trial lost its slot, with notice or with its machine.</summary>
    public required int Preemptions { get; init; }

    /// <summary>An infrastructure fault that keeps trials from running (a full disk); null when all is well.</summary>
    public SweepTrouble? Trouble { get; init; }

    /// <summary>The reason why nothing trains although trials wait; null otherwise.</summary>
    public PendingReason? Waiting { get; init; }

    /// <summary>The phase that people have requested.</summary>
    public SweepPhase Phase { get; init; }

    /// <summary>Slot hours of its trials, including running ones: the quantity that <c>max_gpu_hours</c> limits.</summary>
    public double SlotHours { get; init; }

    /// <summary>
    /// Slot hours without lasting work: the time since the last checkpoint of an attempt that was lost or that a
    /// fault ended. A lost attempt is known when its successor has begun.
    /// </summary>
    public double SlotHoursLost { get; init; }

    /// <summary>The estimated time left; null while there is no basis for an estimate.</summary>
    public TimeLeft? Left { get; init; }

    /// <summary>The fingerprint of each data set in files on which a trial has begun.</summary>
    public IReadOnlyList<SweepDataSet>? Data { get; init; }

    /// <summary>The silos that have other data under the name of one of its data sets, or cannot read it.</summary>
    public IReadOnlyList<DataStranger>? Strangers { get; init; }

    /// <summary>The trials by rung, the lowest first; null for a sweep without rungs.</summary>
    public IReadOnlyList<RungProgress>? Rungs { get; init; }

    public int Count(TrialState state) => Counts.GetValueOrDefault(state);

    /// <summary>One word for the state of the sweep as a whole: its phase, or finished, running, waiting.</summary>
    public string State =>
        Phase is not SweepPhase.Active ? Phase.Spelled() : IsFinished ? "finished" : Running.Count > 0 ? "running" : "waiting";

    public bool IsFinished => Counts.Where(count => count.Key.IsFinal()).Sum(count => count.Value) == Trials;
}

public sealed record RunningTrial
{
    public required int Index { get; init; }

    public required int Attempt { get; init; }

    /// <summary>The slot that trains it: <c>gpu0</c>, <c>cpu1</c>.</summary>
    public required string Slot { get; init; }

    /// <summary>The progress; null until the trainer's first heartbeat.</summary>
    public LiveProgress? Progress { get; init; }

    /// <summary>The latest evaluation of this trial.</summary>
    public Accuracy? Accuracy { get; init; }

    /// <summary>A warning of this attempt's trainer, such as a damaged checkpoint that it skipped.</summary>
    public string? Warning { get; init; }

    /// <summary>Address of the silo that has the slot.</summary>
    public string? Silo { get; init; }

    /// <summary>The latest evaluation on the validation images.</summary>
    public Accuracy? Validation { get; init; }

    /// <summary>
    /// The work that would be lost with its machine now: seconds since the last committed checkpoint of this attempt, or since the
    /// attempt's beginning. Null before the first heartbeat.
    /// </summary>
    public double? SecondsAtRisk { get; init; }
}

public sealed record BestTrial(int Index, double Objective);

/// <param name="Message">The problem and its remedy.</param>
/// <param name="Times">Number of faults in a row without a committed checkpoint or a result between them.</param>
public sealed record SweepTrouble(string Message, int Times);

/// <summary>One line of a sweep's ledger.</summary>
public sealed record TrialRow
{
    public required int Index { get; init; }

    public required TrialState State { get; init; }

    public required int Attempts { get; init; }

    /// <summary>Number of times that the trial lost its slot, with notice or with its machine.</summary>
    public required int Preemptions { get; init; }

    public TrialResult? Result { get; init; }

    public TrialFailure? Failure { get; init; }

    /// <summary>The reason why it is not running; null for a trial that runs, has a result or has failed.</summary>
    public PendingReason? PendingReason { get; init; }

    /// <summary>The trial from which the result was reused; null for a trial that was trained.</summary>
    public TrialId? ReusedFrom { get; init; }

    /// <summary>Slot time of its ended attempts, in seconds of one slot.</summary>
    public double Seconds { get; init; }

    /// <summary>The part of <see cref="Seconds"/> without lasting work.</summary>
    public double LostSeconds { get; init; }

    /// <summary>The choice of the search; null for a trial that is not chosen yet, and in a sweep without such a search.</summary>
    public TrialDraw? Draw { get; init; }
}
