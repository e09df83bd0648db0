using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using OrleansHybrid.Cluster.Ledgers;
using OrleansHybrid.Cluster.Metrics;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Tests.Metrics;

public sealed class RungGaugeTests
{
    [Fact]
    public void RungGauge_CountsTheTrialsOfEachRungByState_WhileTheSweepIsActive()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        var instruments = new ClusterInstruments(meters, new ActiveSweeps());
        var ledger = new Ledger(3, new ObjectiveMetric("top1", Goal.Maximize), 0);
        IReadOnlyList<RungProgress> rungs = [new(1, Trials: 54, Running: 2, Completed: 40, Failed: 1), new(3, Trials: 18, Pruned: 1)];
        instruments.Watch("searched", ledger, () => rungs);
        instruments.Watch("grid", ledger, () => null);

        Assert.Equal(
            [
                "1 completed 40", "1 failed 1", "1 pruned 0", "1 running 2", "1 waiting 11",
                "3 completed 0", "3 failed 0", "3 pruned 1", "3 running 0", "3 waiting 17",
            ],
            Read(meters));
        instruments.Forget("searched");
        Assert.Empty(Read(meters));
    }

    private static IReadOnlyList<string> Read(IMeterFactory meters)
    {
        var series = new SortedSet<string>(StringComparer.Ordinal);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "sweep.rung.trials" && instrument.Meter.Scope == meters)
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<int>((_, value, tags, _) =>
        {
            var (sweep, rung, state) = (tags[0].Value, tags[1].Value, tags[2].Value);
            Assert.Equal("searched", sweep);
            series.Add($"{rung} {state} {value}");
        });
        listener.Start();
        listener.RecordObservableInstruments();
        return [.. series];
    }
}
