using System.Text.Json.Serialization;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Sweeps.Trials;

/// <summary>
/// A trial's durable record and the rules by which it changes. Every report carries the attempt and the key of its lease and
/// a stale one is refused, so an owner that was cut off can change nothing. A call may be repeated after a timeout.
/// <c>now</c> is the time of the call, and a duration never the difference of two such: the holder of the lease measures it.
/// </summary>
public sealed partial record Trial
{
    private const int MostPastAttempts = 100;

    public static Trial New { get; } = new();

    [JsonInclude]
    public TrialState State { get; private init; }

    /// <summary>Leases so far; the latest is the only one that may report.</summary>
    [JsonInclude]
    public int Attempt { get; private init; }

    /// <summary>Who holds the latest lease; null when nobody trains. A trial that was paused has one until its trainer has checked in.</summary>
    [JsonInclude]
    public string? Owner { get; private init; }

    /// <summary>Who held the latest lease, once nobody trains: it may still repeat its last report, and nobody else may.</summary>
    [JsonInclude]
    public string? LastOwner { get; private init; }

    /// <summary>The committed checkpoints that are kept, newest first: steps strictly fall. Files of any other may be deleted.</summary>
    [JsonInclude]
    public IReadOnlyList<CheckpointRef> Checkpoints { get; private init; } = [];

    /// <summary>One entry an epoch, in order: bounded by the epochs planned, however often the trial restarts.</summary>
    [JsonInclude]
    public IReadOnlyList<EpochMetrics> History { get; private init; } = [];

    /// <summary>Times the trial was taken off its slot, with notice or without.</summary>
    [JsonInclude]
    public int Preemptions { get; private init; }

    /// <summary>Those <see cref="Preemptions"/> that came without notice.</summary>
    [JsonInclude]
    public int Losses { get; private init; }

    /// <summary>Attempts that ended by the training's own fault, with no newer checkpoint between them.</summary>
    [JsonInclude]
    public int OwnFaults { get; private init; }

    /// <summary>The newest checkpoint's step when the latest of <see cref="OwnFaults"/> was met; 0 where there was none.</summary>
    [JsonInclude, JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int FaultStep { get; private init; }

    /// <summary>The attempts that are over, oldest first: the newest hundred, for those of a record from before they were kept.</summary>
    [JsonInclude]
    public IReadOnlyList<AttemptRecord> PastAttempts { get; private init; } = [];

    /// <summary>The attempt of <see cref="Owner"/>; null when nobody trains.</summary>
    [JsonInclude]
    public OpenAttempt? OpenAttempt { get; private init; }

    /// <summary>Slot time of all attempts that are over, the forgotten ones too, whose work was thrown away.</summary>
    [JsonInclude, JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double LostSeconds { get; private init; }

    /// <summary>Slot time of those attempts that <see cref="PastAttempts"/> has forgotten.</summary>
    [JsonInclude, JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double ForgottenSeconds { get; private init; }

    /// <summary>Time that all attempts which are over had their slots: each is counted once, when it is closed.</summary>
    [JsonIgnore]
    public double PastSeconds => ForgottenSeconds + PastAttempts.Sum(past => past.Seconds);

    private int NewestStep => Checkpoints is [var newest, ..] ? newest.Step : 0;

    [JsonInclude]
    public TrialResult? Result { get; private init; }

    /// <summary>What <see cref="Checkpoints"/> learned from; null before the first attempt, and where nobody took it down.</summary>
    [JsonInclude]
    public DataFingerprint? Data { get; private init; }

    /// <summary>The latest failure of an attempt; null once the trial is completed.</summary>
    [JsonInclude]
    public TrialFailure? Failure { get; private init; }

    /// <summary>
    /// Grants a new attempt. A running trial grants one too, since the caller holds the newer lease: this is the fence
    /// behind which the former owner is refused. The new attempt resumes from <see cref="Checkpoints"/>, so epochs
    /// beyond the newest are forgotten; it will report them again.
    /// </summary>
    /// <param name="slot">The silo and the slots of it that the caller has.</param>
    /// <param name="lost">What is known of the former owner, which is lost; null where nothing is known since its last commit.</param>
    /// <param name="data">What the attempt learns from; checkpoints that it goes on from do not become of that data by it.</param>
    /// <param name="above">
    /// The highest attempt that left anything in the checkpoints' store. A record that was restored from a backup, or lost, knows of
    /// fewer; a number that was given before is given to nobody again.
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

    /// <summary>Points the trial at a checkpoint that is durable and verified, and drops all but the newest.</summary>
    /// <param name="newEpochs">Epochs that ended since the last commit; known ones may come again.</param>
    /// <param name="keep">Checkpoints to keep; a running trial keeps the newest's predecessor in any case.</param>
    public Transition Commit(AttemptReport by, CheckpointRef checkpoint, IReadOnlyList<EpochMetrics> newEpochs, CheckpointRetention keep)
    {
        if (Refuse(by) is { } refused) return refused;
        // A repeated commit, or one that took its time and was overtaken by its successor.
        if (Checkpoints.Any(known => known.Attempt == by.Attempt && known.Step >= checkpoint.Step))
            return new Transition.Accepted(Remember(newEpochs), Checkpoints.Contains(checkpoint) ? [] : [checkpoint]);
        return Accept(Remember(newEpochs).Keep(checkpoint, keep, isRunning: true) with { OpenAttempt = OpenAttempt?.Safe(by.HeldSeconds) });
    }

    /// <summary>Ends the trial with its result.</summary>
    public Transition Complete(AttemptReport by, TrialResult result, CheckpointRef checkpoint, IReadOnlyList<EpochMetrics> newEpochs, CheckpointRetention keep)
    {
        if (!IsStale(by) && State is TrialState.Completed) return Accept(this);
        if (Refuse(by) is { } refused) return refused;
        return Accept(Remember(newEpochs).Keep(checkpoint, keep, isRunning: false).Close(AttemptEnd.Completed, by.HeldSeconds, isSafe: true) with
        {
            State = TrialState.Completed,
            Result = result,
            Failure = null,
        });
    }

    /// <summary>Hands the lease back: the trial waits for another slot.</summary>
    /// <param name="checkpoint">What it will resume from; null where the attempt has added nothing to the committed ones.</param>
    public Transition Preempt(AttemptReport by, CheckpointRef? checkpoint, IReadOnlyList<EpochMetrics> newEpochs, CheckpointRetention keep)
    {
        if (!IsStale(by) && Owner is null && State is TrialState.Preempted or TrialState.Paused) return Accept(this);
        if (Refuse(by) is { } refused) return refused;
        var kept = checkpoint is null ? this : Remember(newEpochs).Keep(checkpoint, keep, isRunning: true);
        return Accept(State is TrialState.Paused
            ? kept.Close(AttemptEnd.Paused, by.HeldSeconds, isSafe: checkpoint is not null)
            : kept.Close(AttemptEnd.Preempted, by.HeldSeconds, isSafe: checkpoint is not null) with { State = TrialState.Preempted, Preemptions = Preemptions + 1 });
    }

    /// <summary>
    /// Ends the attempt without a result. The trial fails for good when no restart can help, or when its own faults exceed
    /// <paramref name="maxRestarts"/> without a newer checkpoint between them: one that gets on is not worn out by being killed
    /// now and then. What the machines did to it does not count.
    /// </summary>
    public Transition Fail(AttemptReport by, TrialFailure failure, int maxRestarts)
    {
        if (!IsStale(by) && Owner is null && PastAttempts is [.., { End: AttemptEnd.Failed } past] && past.Attempt == by.Attempt) return Accept(this);
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

    /// <summary>Drops checkpoints of a trial that has ended; one that may go on keeps all.</summary>
    public Transition Retain(CheckpointRetention keep)
    {
        if (!State.IsFinal()) return Accept(this);
        var kept = keep.Choose(Checkpoints, History, isRunning: false);
        return Accept(kept.Length == Checkpoints.Count ? this : this with { Checkpoints = kept });
    }

    /// <summary>All attempts that the record knows of, oldest first, the open one as far as it knows it.</summary>
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
        this with { Checkpoints = keep.Choose([checkpoint, .. Checkpoints.Where(known => known.Step < checkpoint.Step)], History, isRunning) };

    private Trial Remember(IReadOnlyList<EpochMetrics> epochs) => epochs.All(History.Contains) ? this : this with
    {
        History = [.. epochs.UnionBy(History, metrics => metrics.Epoch).OrderBy(metrics => metrics.Epoch)],
    };
}
