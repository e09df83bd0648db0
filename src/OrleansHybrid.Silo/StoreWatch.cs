using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansHybrid.Cluster.Connection;
using OrleansHybrid.Cluster.Metrics;
using OrleansHybrid.Silo.Preemption;

namespace OrleansHybrid.Silo;

/// <summary>
/// Checks the servers on which the cluster depends, Redis every second, over one connection each: whether one went back in time, for which
/// the silo leaves; the difference of the clocks; and, every minute, whether they still keep acknowledged writes.
/// </summary>
internal sealed partial class StoreWatch : BackgroundService, IAsyncDisposable
{
    private const int SamplesAtStart = 5, LooksADurabilityCheck = 60;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Store[] _stores;
    private readonly bool _acceptsDataLoss;
    private readonly Departure _departure;
    private readonly TimeProvider _time;
    private readonly ILogger<StoreWatch> _logger;

    public StoreWatch(SiloMembership membership, Departure departure, IMeterFactory meters, TimeProvider time, ILogger<StoreWatch> logger)
    {
        // Silos that only train come and go by the hundred: those that keep the sweeps suffice to raise the count.
        _stores = [.. membership.Servers.Select(server => new Store(server.OpenLine(), raises: membership.Role is not SiloRole.Gpu))];
        (_acceptsDataLoss, _departure, _time, _logger) = (membership.AcceptsDataLoss, departure, time, logger);
        meters.Create(ClusterMeters.Cluster).CreateObservableGauge(
            "sweep.clock.skew", Observe, "s", "How far this machine's clock is ahead of that of the cluster's server; "
                + "negative where it is behind.");
    }

    /// <summary>The fault that keeps the silo from being ready; null without one.</summary>
    public string? Trouble => _stores.Select(store => store.Trouble).FirstOrDefault(trouble => trouble is not null);

    /// <summary>Checks the servers before the silo joins.</summary>
    /// <exception cref="ClusterException">A server does not answer, or the difference of the clocks is too large.</exception>
    public async Task Begin()
    {
        foreach (var store in _stores)
        {
            var skew = await ClockSkew.Measure(store.Line, _time, SamplesAtStart);
            if (skew.IsTooLarge) throw new ClusterException($"{skew.Explain(store.Line.Server)} Then start this silo again.");
            store.Skew = skew;
            if (store.History is { } history) await history.Begin();
        }
    }

    /// <exception cref="ClusterException">A server does not answer.</exception>
    public Task RequireAnswer() => Task.WhenAll(_stores.Select(store => store.Line.RequireAnswer()));

    public async ValueTask DisposeAsync()
    {
        base.Dispose();
        foreach (var store in _stores) await store.Line.DisposeAsync();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, _time);
        for (var look = 1; _departure.Fault is null && await timer.WaitForNextTickAsync(stoppingToken); look++)
            foreach (var store in _stores.Where(store => look % store.Line.Interval == 0))
            {
                try
                {
                    await Look(store, mayAskSettings: look % LooksADurabilityCheck == 0);
                }
                catch (ClusterException away)
                {
                    // It is waited for, as by everybody else.
                    LogAway(away.Message);
                }
            }
    }

    private async Task Look(Store store, bool mayAskSettings)
    {
        if (store.History is { } history && await history.Look() is { } fault)
        {
            _departure.Ask(fault);
            return;
        }

        store.Skew = await ClockSkew.Measure(store.Line, _time);
        if (mayAskSettings && !_acceptsDataLoss) store.Complaint = await store.Line.Complaint();
        if (store.Trouble is { } trouble) LogTrouble(trouble);
    }

    private IEnumerable<Measurement<double>> Observe()
    {
        foreach (var store in _stores)
            if (store.Skew is { } skew)
                yield return new(skew.Ahead.TotalSeconds, new KeyValuePair<string, object?>("server", store.Line.Server.ToString()));
    }

    [LoggerMessage(LogLevel.Warning, "{Trouble}")]
    private partial void LogTrouble(string trouble);

    [LoggerMessage(LogLevel.Information, "{Message}")]
    private partial void LogAway(string message);

    private sealed class Store(ServerLine line, bool raises)
    {
        public ServerLine Line => line;

        /// <summary>Null for a server that cannot be asked.</summary>
        public StoreHistory? History { get; } = line.History(raises);

        /// <summary>The latest difference of the clocks; null before the first measurement.</summary>
        public ClockSkew? Skew { get; set; }

        /// <summary>The server's latest answer about writes that it may lose; null if it loses none.</summary>
        public string? Complaint { get; set; }

        public string? Trouble => Skew is { IsTooLarge: true } skew ? skew.Explain(line.Server) : Complaint;
    }
}
