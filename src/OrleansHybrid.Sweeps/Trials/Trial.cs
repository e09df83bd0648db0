using System.Text.Json.Serialization;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Sweeps.Trials;

/// <summary>
/// The durable record of a trial and the rules by which it changes. Every report carries the attempt and the key of its lease; a
/// stale report is refused, so a former owner that was cut off can change nothing. A call may be repeated after a timeout. <c>now</c> is
/// the time of the call. Durations are never differences of two such times: the holder of the lease measures them.
/// </summary>
public sealed partial record Trial
{
    private const int MostPastAttempts = 100;

    public static Trial New { get; } = new();

    [JsonInclude]
    public TrialState State { get; private init; }

    /// <summary>Number of leases so far; only the latest may report.</summary>
    [JsonInclude]
    public int Attempt { get; private init; }

    /// <summary>
    /// The holder of the latest lease; null while nothing trains. A paused trial has one until its trainer has reported its checkpoint.
    /// </summary>
    [JsonInclude]
    public string? Owner { get; private init; }

    /// <summary>The holder of the latest lease after its end: it may still repeat its last report; all others are refused.</summary>
    [JsonInclude]
    public string? LastOwner { get; private init; }

    /// <summary>
    /// The committed checkpoints that are kept, newest first, by strictly falling step. Files of any other checkpoint may be deleted.
    /// </summary>
    [JsonInclude]
    public IReadOnlyList<CheckpointRef> Checkpoints { get; private init; } = [];

    /// <summary>One entry for each epoch, in order: at most the planned number of epochs, however often the trial restarts.</summary>
    [JsonInclude]
    public IReadOnlyList<EpochMetrics> History { get; private init; } = [];

    /// <summary>Number of times that the trial lost its slot, with notice or without.</summary>
    [JsonInclude]
    public int Preemptions { get; private init; }

    /// <summary>The part of <see cref="Preemptions"/> without notice.</summary>
    [JsonInclude]
    public int Losses { get; private init; }

    /// <summary>Number of attempts in a row that ended by a fault of the training itself, with no newer checkpoint between them.</summary>
    [JsonInclude]
    public int OwnFaults { get; private init; }

    /// <summary>The step of the newest checkpoint when the latest of <see cref="OwnFaults"/> occurred; 0 without a checkpoint.</summary>
    [JsonInclude, JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int FaultStep { get; private init; }

    /// <summary>
    /// Ended attempts, oldest first, up to the newest hundred; without attempts from before a version that recorded them.
    /// </summary>
    [JsonInclude]
    public IReadOnlyList<AttemptRecord> PastAttempts { get; private init; } = [];

    /// <summary>The attempt of <see cref="Owner"/>; null while nothing trains.</summary>
    [JsonInclude]
    public OpenAttempt? OpenAttempt { get; private init; }

    /// <summary>Lost slot time of all ended attempts, including forgotten ones.</summary>
    [JsonInclude, JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double LostSeconds { get; private init; }

    /// <summary>Slot time of the attempts that <see cref="PastAttempts"/> has forgotten.</summary>
    [JsonInclude, JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double ForgottenSeconds { get; private init; }

    /// <summary>Slot time of all ended attempts; each is counted once, when it is closed.</summary>
    [JsonIgnore]
    public double PastSeconds => ForgottenSeconds + PastAttempts.Sum(past => past.Seconds);

    private int NewestStep => Checkpoints is [var newest, ..] ? newest.Step : 0;

    [JsonInclude]
    public TrialResult? Result { get; private init; }

    /// <summary>The data behind <see cref="Checkpoints"/>; null before the first attempt, and if it was not recorded.</summary>
    [JsonInclude]
    public DataFingerprint? Data { get; private init; }

    /// <summary>The latest failure of an attempt; null once the trial is completed.</summary>
    [JsonInclude]
    public TrialFailure? Failure { get; private init; }

    /// <summary>
    /// Grants a new attempt, also for a running trial, because the caller holds the newer lease. From then on reports of the
    /// former owner are refused. The new attempt resumes from <see cref="Checkpoints"/>; later epochs are removed, and the attempt will
    /// report them again.
    /// </summary>
    /// <param name="slot">The silo and its slots that the caller has.</param>
    /// <param name="lost">The known slot time of the former owner, which is lost; null if nothing is known since its last commit.</param>
    /// <param name="data">The data of the attempt. Earlier checkpoints without recorded data stay without it.</param>
    /// <param name="above">
    /// The highest attempt that left anything in the checkpoint store. A record that was lost or restored from a
    /// backup may know only lower numbers; no number is used twice.
    /// </param>
    public Transition Begin(string owner, string slot, HeldTime? lost, DateTimeOffset now, DataFingerprint? data = null, int above = 0)
    {
        var losses = State is TrialState.Running ? 1 : 0;
        if (losses == 0 && !State.CanBeLeased()) return new Transition.Refused(Refusal.NotLeasable);
        var epoch = Checkpoints is [var newest, ..] ? newest.Epoch : 0;
        return Accept(Close(AttemptEnd.Lost, SecondsOf(lost)) with
        {
            State = TrialState.Running,
            Attempt = Math.Max(Attempt, above) + 1,
            Owner = owner,
            LastOwner = null,
            OpenAttempt = OpenAttempt.At(slot, now),
            Data = Checkpoints.Count > 0 ? Data : data,
            History = [.. History.Where(metrics => metrics.Epoch <= epoch)],
            Preemptions = Preemptions + losses,
            Losses = Losses + losses,
        });
    }

    /// <summary>Records a checkpoint that is durable and verified, and drops checkpoints according to the retention.</summary>
    /// <param name="newEpochs">Epochs that ended since the last commit; known epochs may be repeated.</param>
    /// <param name="keep">The retention; a running trial always keeps the predecessor of the newest checkpoint.</param>
    public Transition Commit(AttemptReport by, CheckpointRef checkpoint, IReadOnlyList<EpochMetrics> newEpochs, CheckpointRetention keep)
    {
        if (Refuse(by) is { } refused) return refused;
        // A repeated commit, or one that took its time and was overtaken by its successor.
        if (Checkpoints.Any(known => known.Attempt == by.Attempt && known.Step >= checkpoint.Step))
            return new Transition.Accepted(Remember(newEpochs), Checkpoints.Contains(checkpoint) ? [] : [checkpoint]);
        return Accept(Remember(newEpochs).Keep(checkpoint, keep, isRunning: true) with { OpenAttempt = OpenAttempt?.Safe(by.HeldSeconds) });
    }

    /// <summary>Ends the trial with its result.</summary>
    public Transition Complete(
        AttemptReport by, TrialResult result, CheckpointRef checkpoint, IReadOnlyList<EpochMetrics> newEpochs, CheckpointRetention keep)
    {
        if (!IsStale(by) && State is TrialState.Completed) return Accept(this);
        if (Refuse(by) is { } refused) return refused;
        var ended = Remember(newEpochs).Keep(checkpoint, keep, isRunning: false).Close(AttemptEnd.Completed, by.HeldSeconds, isSafe: true);
        return Accept(ended with
        {
            State = TrialState.Completed,
            Result = result,
            Failure = null,
        });
    }

    /// <summary>Returns the lease: the trial waits for another slot.</summary>
    /// <param name="checkpoint">
    /// The checkpoint from which the trial will resume; null if the attempt added nothing to the committed ones.
    /// </param>
    public Transition Preempt(AttemptReport by, CheckpointRef? checkpoint, IReadOnlyList<EpochMetrics> newEpochs, CheckpointRetention keep)
    {
        if (!IsStale(by) && Owner is null && State is TrialState.Preempted or TrialState.Paused) return Accept(this);
        if (Refuse(by) is { } refused) return refused;
        var kept = checkpoint is null ? this : Remember(newEpochs).Keep(checkpoint, keep, isRunning: true);
        return Accept(State is TrialState.Paused
            ? kept.Close(AttemptEnd.Paused, by.HeldSeconds, isSafe: checkpoint is not null)
            : kept.Close(
                AttemptEnd.Preempted,
                by.HeldSeconds,
                isSafe: checkpoint is not null) with
            { State = TrialState.Preempted, Preemptions = Preemptions + 1 });
    }

    /// <summary>
    /// Ends the attempt without a result. The trial fails permanently if no restart can help, or if its own faults without a
    /// newer checkpoint between them exceed <paramref name="maxRestarts"/>. A trial that makes progress therefore survives being killed
    /// now and then. Faults of the machines do not count.
    /// </summary>
    public Transition Fail(AttemptReport by, TrialFailure failure, int maxRestarts)
    {
        if (!IsStale(by) && Owner is null && PastAttempts is [.., { End: AttemptEnd.Failed } past] && past.Attempt == by.Attempt)
            return Accept(this);
        if (Refuse(by) is { } refused) return refused;
        var closed = Close(AttemptEnd.Failed, by.HeldSeconds) with { Failure = failure };
        if (!failure.IsOwnFault) return Accept(closed with { State = Restarts });
        var faults = NewestStep > FaultStep ? 1 : OwnFaults + 1;
        var isWornOut = faults > maxRestarts;
        return Accept(closed with
        {
            State = failure.IsRepeatable || isWornOut ? TrialState.Failed : Restarts,
            OwnFaults = faults,
            FaultStep = NewestStep,
            Failure = isWornOut && faults > 1 && !failure.IsRepeatable ? failure.Again(faults, NewestStep, maxRestarts) : failure,
        });
    }

    /// <summary>Drops checkpoints of an ended trial; a trial that may continue keeps all.</summary>
    public Transition Retain(CheckpointRetention keep)
    {
        if (!State.IsFinal()) return Accept(this);
        var kept = keep.Choose(Checkpoints, History, isRunning: false);
        return Accept(kept.Length == Checkpoints.Count ? this : this with { Checkpoints = kept });
    }

    /// <summary>All recorded attempts, oldest first, including the open one as far as it is known.</summary>
    public IReadOnlyList<AttemptRecord> Attempts() =>
        OpenAttempt is { } open ? [.. PastAttempts, open.Close(Attempt, AttemptEnd.Open, heldSeconds: 0, isSafe: true)] : PastAttempts;

    private TrialState Restarts => State is TrialState.Paused ? State : TrialState.Preempted;

    // Another lease's time says nothing of the attempt that is open.
    private double SecondsOf(HeldTime? time) => time is not null && time.Lease == Owner ? time.Seconds : 0;

    private Trial Close(AttemptEnd end, double heldSeconds, bool isSafe = false)
    {
        var ended = this with { Owner = null, LastOwner = Owner ?? LastOwner, OpenAttempt = null };
        if (OpenAttempt?.Close(Attempt, end, heldSeconds, isSafe) is not { } past) return ended;
        var forgotten = PastAttempts.Take(PastAttempts.Count - MostPastAttempts + 1);
        return ended with
        {
            PastAttempts = [.. PastAttempts.TakeLast(MostPastAttempts - 1), past],
            ForgottenSeconds = ForgottenSeconds + forgotten.Sum(forgotten => forgotten.Seconds),
            LostSeconds = LostSeconds + past.LostSeconds,
        };
    }

    private bool IsStale(AttemptReport by) =>
        by.Attempt != Attempt || (by.Lease is not null && (Owner ?? LastOwner) is { } owner && owner != by.Lease);

    private Transition.Refused? Refuse(AttemptReport by) =>
        IsStale(by) ? new(Refusal.StaleAttempt)
        : State is not (TrialState.Running or TrialState.Paused) || Owner is null ? new(Refusal.AttemptEnded)
        : null;

    private Transition.Accepted Accept(Trial next) => new(next, [.. Checkpoints.Except(next.Checkpoints)]);

    // A kept checkpoint at or beyond the new one's step was passed over on resume: it is damaged.
    private Trial Keep(CheckpointRef checkpoint, CheckpointRetention keep, bool isRunning) =>
        this with
        {
            Checkpoints = keep.Choose([checkpoint, .. Checkpoints.Where(known => known.Step < checkpoint.Step)], History, isRunning)
        };

    // A trial that began with another's checkpoint has no first epochs. When the checkpoint is lost and it starts anew, it reports them:
    // what lies beyond the gap is not of this training and is reported again.
    private Trial Remember(IReadOnlyList<EpochMetrics> epochs)
    {
        if (epochs.All(History.Contains)) return this;
        var all = epochs.UnionBy(History, metrics => metrics.Epoch).OrderBy(metrics => metrics.Epoch).ToArray();
        return this with { History = [.. all.TakeWhile((metrics, at) => metrics.Epoch == all[0].Epoch + at)] };
    }
}
