using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansHybrid.Cluster.Clocks;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Slots;

namespace OrleansHybrid.Cluster.Attempts;

/// <summary>
/// Keeps the slots of a silo busy: pulls a trial for each free one, keeps the leases alive, and hands everything back
/// when the silo stops. Registered after Orleans, so it starts after the silo and stops before it.
/// </summary>
internal sealed partial class SlotAgent(
    SlotPool pool,
    AttemptContext context,
    ClusterTimings timings,
    ILocalSiloDetails silo,
    ILogger<SlotAgent> logger) : BackgroundService
{
    private static readonly TimeSpan LastReports = TimeSpan.FromSeconds(3), PresenceInterval = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<TrialAttempt, Task> _running = [];
    private readonly string _agent = silo.SiloAddress.ToParsableString();

    private long? _presented;

    private AwakeTime Time => context.Time;

    private (TrialAttempt Attempt, Task End)[] Running
    {
        get
        {
            lock (_lock) return [.. _running.Select(running => (running.Key, running.Value))];
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var processId in context.Register.EndOrphans()) LogOrphan(processId);
        context.Instruments.Watch(pool);
        if (context.Checkpoints.Root is { } folder) context.Instruments.WatchDisk(folder);
        using var drained = new CancellationTokenSource();
        var heartbeats = BeatUntil(drained.Token);
        await PullUntil(stoppingToken);
        await context.Data.Idle();
        await Drain();
        await drained.CancelAsync();
        await heartbeats;
    }

    private async Task PullUntil(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var asked = Time.GetTimestamp();
            while (!stopping.IsCancellationRequested && pool.Free is { Length: > 0 } free && await TryLease(free, stopping) is { } lease)
                Begin(lease, asked);
            if (pool.Free.Length == 0) await ShowPresence();
            await Task.WhenAny([.. Running.Select(running => running.End), Task.Delay(timings.Poll, Time, stopping)]);
        }
    }

    private async Task<TrialLease?> TryLease(string[] free, CancellationToken stopping)
    {
        try
        {
            var answer = await context.Grains.GetScheduler().Lease(new(_agent, pool.Kind, free, pool.Total, context.Data.Known));
            if (answer.LookAt is { } dataset) context.Data.Look(dataset, stopping);
            return answer.Lease;
        }
        catch (Exception failure)
        {
            // Whatever is wrong over there, here it means: no work yet, ask again.
            LogNoAnswer(failure.Message);
            return null;
        }
    }

    private async Task ShowPresence()
    {
        if (_presented is { } before && Time.GetElapsedTime(before) < PresenceInterval) return;
        try
        {
            await context.Grains.GetScheduler().Present(new(_agent, pool.Kind, [], pool.Total));
            _presented = Time.GetTimestamp();
        }
        catch (Exception failure)
        {
            LogNoAnswer(failure.Message);
        }
    }

    private void Begin(TrialLease lease, long asked)
    {
        var attempt = new TrialAttempt(lease, pool.Take(lease.Slots), context, asked);
        lock (_lock) _running.Add(attempt, RunOn(attempt));
    }

    private async Task RunOn(TrialAttempt attempt)
    {
        // The attempt must be known before it can end.
        await Task.Yield();
        await attempt.Run();
        pool.Return(attempt.Slots);
        lock (_lock) _running.Remove(attempt);
        attempt.Dispose();
    }

    private async Task Drain()
    {
        var running = Running;
        foreach (var (attempt, _) in running) attempt.AskToLeave();
        var ends = Task.WhenAll(running.Select(attempt => attempt.End));
        if (await Task.WhenAny(ends, Task.Delay(timings.Grace, Time)) != ends)
        {
            LogGraceOver(Running.Length, timings.Grace);
            foreach (var (attempt, _) in Running) attempt.EndNow();
            // Nobody may be there to hear of it, and the machine is about to go: the leases end by themselves.
            if (await Task.WhenAny(ends, Task.Delay(LastReports, Time)) != ends)
                foreach (var (attempt, _) in Running) attempt.Abandon();
        }

        await ends;
    }

    private async Task BeatUntil(CancellationToken drained)
    {
        using var timer = new PeriodicTimer(timings.Heartbeat, Time);
        while (!drained.IsCancellationRequested)
        {
            var live = Running.Where(running => running.Attempt.Live is not null).Select(running => running.Attempt);
            await Task.WhenAll(live.GroupBy(attempt => attempt.Lease.Trial.Sweep).Select(sweep => Beat(sweep.Key, [.. sweep])));
            foreach (var (attempt, _) in Running)
                if (Time.GetElapsedTime(attempt.Confirmed) > timings.Outage)
                    attempt.Abandon();
            await Task.WhenAny(timer.WaitForNextTickAsync(drained).AsTask());
        }
    }

    private async Task Beat(string sweep, TrialAttempt[] attempts)
    {
        var asked = Time.GetTimestamp();
        try
        {
            LiveTrial[] live = [.. attempts.Select(attempt => attempt.Live!)];
            var commands = await context.Grains.GetGrain<ISweepGrain>(sweep).Heartbeat(_agent, live);
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
                attempt.Confirmed = asked;
                break;
            case LeaseCommand.CheckpointAndExit:
                attempt.Confirmed = asked;
                attempt.AskToLeave();
                break;
            case LeaseCommand.Abandon:
                attempt.Abandon();
                break;
        }
    }

    [LoggerMessage(LogLevel.Information, "No answer, will ask again: {Message}")]
    private partial void LogNoAnswer(string message);

    [LoggerMessage(LogLevel.Warning, "Ended trainer {ProcessId}, which outlived its silo")]
    private partial void LogOrphan(int processId);

    [LoggerMessage(LogLevel.Warning, "{Trials} trials did not checkpoint within {Grace}; they go on from their last checkpoint")]
    private partial void LogGraceOver(int trials, TimeSpan grace);
}
