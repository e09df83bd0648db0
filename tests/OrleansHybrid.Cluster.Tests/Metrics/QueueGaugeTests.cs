using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using OrleansHybrid.Cluster.Ledgers;
using OrleansHybrid.Cluster.Metrics;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Tests.Metrics;

public sealed class QueueGaugeTests
{
    [Fact]
    public void QueueGauge_CountsNoTrialOfASearchThatAwaitsResults()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        var instruments = new ClusterInstruments(meters, new ActiveSweeps());
        var awaits = false;
        instruments.Watch("searched", new Ledger(3, new ObjectiveMetric("top1", Goal.Maximize)), () => null, () => awaits);
        instruments.Watch("grid", new Ledger(4, new ObjectiveMetric("top1", Goal.Maximize)), () => null);

        Assert.Equal(7, Read(meters));
        awaits = true;
        Assert.Equal(4, Read(meters));
    }

    private static int Read(IMeterFactory meters)
    {
        var queued = 0;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "sweep.queue.length" && instrument.Meter.Scope == meters)
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<int>((_, value, _, _) => queued += value);
        listener.Start();
        listener.RecordObservableInstruments();
        return queued;
    }
}
