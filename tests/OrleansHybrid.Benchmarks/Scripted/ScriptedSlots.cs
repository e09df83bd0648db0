using System.Collections.Concurrent;
using System.Threading.Channels;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Benchmarks.Scripted;

/// <summary>
/// Slots whose trainers are a script: each trial begins, commits one checkpoint after its training time, completes and is
/// reported, through the very calls that a slot agent makes. What is left to measure is the cluster.
/// </summary>
/// <param name="agent">Address of the silo that the slots pretend to be on.</param>
/// <param name="training">How long a trial trains.</param>
internal sealed class ScriptedSlots(IGrainFactory grains, string agent, int slots, TimeSpan training)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20), HeartbeatInterval = TimeSpan.FromSeconds(1);
    private static readonly Accuracy Accuracy = new(0.5, 0.6, 0.5, 0.4);

    // Lower temperatures learn better here: a search has something to find.
    private static Accuracy AccuracyOf(TrialLease lease) => Accuracy with { Top1 = 1 / (1 + lease.Recipe.Temperature) };

    private static readonly string Hash = new('a', 64);

    private readonly ConcurrentDictionary<string, (string Sweep, LiveTrial Trial, long Begun)> _live = [];
    private readonly ConcurrentDictionary<string, ConcurrentBag<Stint>> _stints = [];

    /// <summary>What each sweep's trials had of the slots.</summary>
    public IReadOnlyDictionary<string, Stint[]> Stints => _stints.ToDictionary(sweep => sweep.Key, sweep => sweep.Value.ToArray());

    /// <summary>Trains whatever the scheduler gives until <paramref name="isOver"/>.</summary>
    public async Task Run(Func<bool> isOver, CancellationToken stop)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var heartbeats = BeatUntil(ended.Token);
        await Task.Run(() => Work(isOver, stop), stop);
        await ended.CancelAsync();
        await heartbeats;
    }

    private async Task Work(Func<bool> isOver, CancellationToken stop)
    {
        var idle = Channel.CreateUnbounded<string>();
        var free = Enumerable.Range(0, slots).Select(slot => FormattableString.Invariant($"cpu{slot}")).ToHashSet();
        while (!isOver() || free.Count < slots)
        {
            if (isOver() || free.Count == 0) free.Add(await idle.Reader.ReadAsync(stop));
            while (idle.Reader.TryRead(out var slot)) free.Add(slot);
            if (isOver()) continue;
            var answer = await grains.GetScheduler().Lease(new(agent, SlotKind.Cpu, [.. free], slots, Trials: free.Count));
            foreach (var lease in answer.Leases)
            {
                free.ExceptWith(lease.Slots);
                _ = Task.Run(() => Work(lease, idle.Writer, stop), stop);
            }

            if (answer.Lease is null) await Task.Delay(Poll, TimeProvider.System, stop);
        }
    }

    private async Task Work(TrialLease lease, ChannelWriter<string> idle, CancellationToken stop)
    {
        try
        {
            var begun = TimeProvider.System.GetTimestamp();
            await Train(lease.Slots[0], lease, stop);
            _stints.GetOrAdd(lease.Trial.Sweep, _ => []).Add(new(begun, TimeProvider.System.GetTimestamp()));
            idle.TryWrite(lease.Slots[0]);
        }
        catch (Exception failure)
        {
            idle.TryComplete(failure);
        }
    }

    private async Task Train(string slot, TrialLease lease, CancellationToken stop)
    {
        var trial = grains.GetTrial(lease.Trial);
        var begun = await trial.Begin(lease.Key.ToString(), lease.Key.Place, lost: lease.Lost);
        var attempt = begun.Trial.Attempt;
        _live[slot] = (
            lease.Trial.Sweep, new()
            {
                Index = lease.Trial.Index,
                Lease = lease.Key,
                Attempt = attempt,
                Preemptions = 0,
                CommittedStep = 0,
                Accuracy = Accuracy,
            }, TimeProvider.System.GetTimestamp());
        if (training > TimeSpan.Zero) await Task.Delay(training, TimeProvider.System, stop);
        await trial.Commit(attempt, Checkpoint(attempt, 1), [Epoch(1)], lease.Checkpoint.Keep);
        var result = new TrialResult
        {
            Epochs = 2,
            TrainLoss = 0.1,
            Accuracy = AccuracyOf(lease),
            BestTop1 = AccuracyOf(lease).Top1,
            ImagesPerSecond = 100,
            WeightsSha256 = Hash,
            PrototypesSha256 = null,
        };
        var end = await trial.Complete(attempt, result, Checkpoint(attempt, 2), [Epoch(2)], lease.Checkpoint.Keep);
        _live.TryRemove(slot, out _);
        await grains.GetGrain<ISweepGrain>(lease.Trial.Sweep).Done(lease.Trial.Index, end.Trial);
        if (end.Refused is not null) throw new BenchmarkException($"{lease.Trial} refused its result: {end.Refused}");
    }

    private async Task BeatUntil(CancellationToken ended)
    {
        using var timer = new PeriodicTimer(HeartbeatInterval, TimeProvider.System);
        try
        {
            while (await timer.WaitForNextTickAsync(ended))
                foreach (var sweep in _live.Values.GroupBy(live => live.Sweep, live => live.Trial with { Progress = Progress(live.Begun) }))
                    await grains.GetGrain<ISweepGrain>(sweep.Key).Heartbeat(agent, [.. sweep]);
        }
        catch (OperationCanceledException)
        {
        }
    }

    private LiveProgress Progress(long begun)
    {
        var step = (int)Math.Min(1_000, 1_000 * (TimeProvider.System.GetElapsedTime(begun) / training));
        return new()
        {
            Epoch = 1 + (step / 501),
            Step = step,
            Steps = 1_000,
            TrainLoss = 1.5,
            Alpha = 0.5,
            LearningRate = 0.1,
            ImagesPerSecond = 400,
            Images = step * 128L,
        };
    }

    private static CheckpointRef Checkpoint(int attempt, int epoch) =>
        new(FormattableString.Invariant($"a{attempt:D4}-s{epoch:D6}"), attempt, epoch, epoch, 1_000_000, Hash);

    private static EpochMetrics Epoch(int epoch) => new()
    {
        Epoch = epoch,
        Step = epoch,
        TrainLoss = 1,
        ContrastiveLoss = 1,
        ClassifierLoss = 1,
        Alpha = 0.5,
        LearningRate = 0.1,
        Accuracy = Accuracy,
        ImagesPerSecond = 100,
        Seconds = 1,
    };
}

/// <summary>A trial on its slot, in timestamps of the system's clock.</summary>
internal readonly record struct Stint(long Begun, long Ended)
{
    /// <summary>Seconds of it that lie within a span.</summary>
    public double SecondsWithin(long from, long to) =>
        Begun >= to || Ended <= from ? 0 : TimeProvider.System.GetElapsedTime(Math.Max(Begun, from), Math.Min(Ended, to)).TotalSeconds;
}
