using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansHybrid.Cluster.Clocks;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Slots;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Attempts;

/// <summary>
/// Keeps the slots of a silo busy: pulls trials for the free ones, keeps the leases alive, and hands everything back
/// when the silo stops. Registered after Orleans, so it starts after the silo and stops before it.
/// </summary>
internal sealed partial class SlotAgent(
    SlotPool pool,
    AttemptFactory attempts,
    AgentCalls calls,
    ClusterTimings timings,
    AwakeTime time,
    ILogger<SlotAgent> logger) : BackgroundService
{
    private static readonly TimeSpan LastReports = TimeSpan.FromSeconds(3), PresenceInterval = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<TrialAttempt, Task> _running = [];
    private readonly List<Task> _logs = [];
    private long? _presented;

    private (TrialAttempt Attempt, Task End)[] Running
    {
        get
        {
            lock (_lock) return [.. _running.Select(running => (running.Key, running.Value))];
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Work(stoppingToken);

    /// <summary>Keeps the slots busy until it is told to stop, and hands everything back then.</summary>
    internal async Task Work(CancellationToken stopping)
    {
        using var drained = new CancellationTokenSource();
        var heartbeats = BeatUntil(drained.Token);
        await PullUntil(stopping);
        await calls.Looking;
        await Drain();
        await drained.CancelAsync();
        await heartbeats;
    }

    private async Task PullUntil(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            while (!stopping.IsCancellationRequested && pool.Free is { Length: > 0 } free)
            {
                var asked = time.GetTimestamp();
                var leases = await TryLease(free, stopping);
                if (leases.Count == 0) break;
                foreach (var lease in leases) Begin(lease, asked);
            }

            if (pool.Free.Length == 0) await ShowPresence();
            await Task.WhenAny([.. Running.Select(running => running.End), Task.Delay(timings.Poll, time, stopping)]);
        }
    }

    private async Task<IReadOnlyList<TrialLease>> TryLease(string[] free, CancellationToken stopping)
    {
        try
        {
            return await calls.Lease(free, stopping);
        }
        catch (Exception failure)
        {
            // Whatever is wrong over there, here it means: no work yet, ask again.
            LogNoAnswer(failure.Message);
            return [];
        }
    }

    private async Task ShowPresence()
    {
        if (_presented is { } before && time.GetElapsedTime(before) < PresenceInterval) return;
        try
        {
            await calls.Present();
            _presented = time.GetTimestamp();
        }
        catch (Exception failure)
        {
            LogNoAnswer(failure.Message);
        }
    }

    private void Begin(TrialLease lease, long asked)
    {
        var attempt = attempts.Create(lease, pool.Take(lease.Slots), asked);
        lock (_lock) _running.Add(attempt, RunOn(attempt));
    }

    private async Task RunOn(TrialAttempt attempt)
    {
        // The attempt must be known before it can end.
        await Task.Yield();
        await attempt.Run();
        if (attempt.Failure is { Kind: FailureKind.GpuLost } lost) SetAside(attempt.Lease.Slots, lost.Message);
        pool.Return(attempt.Lease.Slots);
        lock (_lock)
        {
            _running.Remove(attempt);
            _logs.RemoveAll(kept => kept.IsCompleted);
            _logs.Add(attempt.KeepLog());
        }

        attempt.Dispose();
    }

    // Of several GPUs nobody knows which one failed: the others are back with the next look at them.
    private void SetAside(IReadOnlyList<Slot> slots, string why)
    {
        foreach (var gpu in slots.Select(slot => slot.Gpu).OfType<Gpu>().Distinct())
        {
            pool.SetAside(gpu, why);
            LogSetAside(gpu.Uuid, gpu.Label, why);
        }
    }

    private async Task Drain()
    {
        var running = Running;
        foreach (var (attempt, _) in running) attempt.AskToLeave();
        var ends = Task.WhenAll(running.Select(attempt => attempt.End));
        if (await Task.WhenAny(ends, Task.Delay(timings.Grace, time)) != ends)
        {
            LogGraceOver(Running.Length, timings.Grace);
            foreach (var (attempt, _) in Running) attempt.EndNow();
            // Nobody may be there to hear of it, and the machine is about to go: the leases end by themselves.
            if (await Task.WhenAny(ends, Task.Delay(LastReports, time)) != ends)
                foreach (var (attempt, _) in Running) attempt.Abandon();
        }

        await ends;
        Task[] logs;
        lock (_lock) logs = [.. _logs];
        await Task.WhenAll(logs);
    }

    private async Task BeatUntil(CancellationToken drained)
    {
        using var timer = new PeriodicTimer(timings.Heartbeat, time);
        while (!drained.IsCancellationRequested)
        {
            var live = Running.Where(running => running.Attempt.Live is not null).Select(running => running.Attempt);
            await Task.WhenAll(live.GroupBy(attempt => attempt.Lease.Trial.Sweep).Select(sweep => Beat(sweep.Key, [.. sweep])));
            foreach (var (attempt, _) in Running)
                if (time.GetElapsedTime(attempt.Lease.Confirmed) > timings.Outage)
                    attempt.Abandon();
            await Task.WhenAny(timer.WaitForNextTickAsync(drained).AsTask());
        }
    }

    private async Task Beat(string sweep, TrialAttempt[] attempts)
    {
        var asked = time.GetTimestamp();
        try
        {
            LiveTrial[] live = [.. attempts.Select(attempt => attempt.Live!)];
            var commands = await calls.Heartbeat(sweep, live);
            foreach (var (attempt, command) in attempts.Zip(commands)) Obey(attempt, command, asked);
        }
        catch (Exception failure)
        {
            // Unreachable is not revoked: the trials go on, and their records stay the fence.
            LogNoAnswer(failure.Message);
        }
    }

    private static void Obey(TrialAttempt attempt, LeaseCommand command, long asked)
    {
        switch (command)
        {
            case LeaseCommand.Continue:
                attempt.Lease.Confirmed = asked;
                break;
            case LeaseCommand.CheckpointAndExit:
                attempt.Lease.Confirmed = asked;
                attempt.AskToLeave();
                break;
            case LeaseCommand.Abandon:
                attempt.Abandon();
                break;
        }
    }

    [LoggerMessage(LogLevel.Information, "No answer, will ask again: {Message}")]
    private partial void LogNoAnswer(string message);

    [LoggerMessage(LogLevel.Error, "{Uuid}: the slots on {Gpu} are set aside: {Why}")]
    private partial void LogSetAside(string uuid, string gpu, string why);

    [LoggerMessage(LogLevel.Warning, "{Trials} trials did not checkpoint within {Grace}; they go on from their last checkpoint")]
    private partial void LogGraceOver(int trials, TimeSpan grace);
}
