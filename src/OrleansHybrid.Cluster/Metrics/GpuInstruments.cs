using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using OrleansHybrid.Cluster.Slots;

namespace OrleansHybrid.Cluster.Metrics;

/// <summary>The load of the GPUs of this silo's slots. The driver is asked now and then: a scrape must not wait for it.</summary>
internal sealed class GpuInstruments : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _time;
    private readonly IReadOnlySet<string> _gpus;
    private volatile IReadOnlyList<GpuUse> _use = [];

    public GpuInstruments(IMeterFactory meters, SlotPool slots, TimeProvider time)
    {
        (_gpus, _time) = (slots.Gpus, time);
        var meter = meters.Create(ClusterMeters.Cluster);
        Gauge("sweep.gpu.busy", "1", gpu => gpu.Busy, "Share of the last moments in which the GPU computed, from 0 to 1.");
        Gauge("sweep.gpu.memory.used", "By", gpu => gpu.MemoryUsedBytes, "Memory of the GPU that is in use.");
        Gauge("sweep.gpu.memory.size", "By", gpu => gpu.MemoryBytes, "All memory of the GPU.");

        void Gauge(string name, string unit, Func<GpuUse, double> read, string description) =>
            meter.CreateObservableGauge(name, () => Observe(read), unit, description);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(Pause, _time);
        do
        {
            _use = [.. GpuProbe.FindUse().Where(gpu => _gpus.Contains(gpu.Uuid))];
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private IEnumerable<Measurement<double>> Observe(Func<GpuUse, double> read) =>
        _use.Select(gpu => new Measurement<double>(read(gpu), new KeyValuePair<string, object?>("gpu", gpu.Uuid)));
}
