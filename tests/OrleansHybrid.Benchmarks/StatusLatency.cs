using System.CommandLine;
using OrleansHybrid.Benchmarks.Clusters;
using OrleansHybrid.Benchmarks.Measuring;
using OrleansHybrid.Cluster.Contracts;

namespace OrleansHybrid.Benchmarks;

/// <summary>Whether a status call stays fast while trainers keep every core busy: they are processes of low priority.</summary>
internal static class StatusLatency
{
    private const string Name = "status-latency";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static Command Create()
    {
        var seconds = new Option<int>("--seconds")
        {
            Description = "How long to ask, before and during the training.",
            DefaultValueFactory = _ => 20
        };
        var command = new Command(Name, "Latency of a status call with idle slots, and while trainers saturate the CPU.") { seconds };
        command.SetAction((arguments, stop) => Run(TimeSpan.FromSeconds(arguments.GetValue(seconds)), stop));
        return command;
    }

    private static async Task Run(TimeSpan duration, CancellationToken stop)
    {
        var trainers = Environment.ProcessorCount;
        await using var cluster = new SmallCluster(gpuSilos: 1, slots: trainers);
        await using var connection = await cluster.Connect();
        // A finished sweep to ask while nothing trains.
        var small = await SmallCluster.Submit(connection, SampleSweeps.Real(2, epochs: 1));
        await SmallCluster.Until(small, status => status.IsFinished, stop);
        var before = await Ask(small, duration, stop);

        var large = await SmallCluster.Submit(connection, SampleSweeps.Real(trainers, epochs: 100_000, headImages: 100));
        await SmallCluster.Until(
            large, status => status.Running.Count(trial => trial.Progress is not null) == Math.Min(trainers, status.Trials), stop);
        var during = await Ask(large, duration, stop);
        Outcome.Print(
            Name,
            new { Trainers = trainers, Before = Figures(before), During = Figures(during) },
            new
            {
                Median = Math.Round(Rounds.Median(during) / Rounds.Median(before), 2),
                Most = Math.Round(during.Max() / before.Max(), 2)
            });
    }

    private static async Task<List<double>> Ask(ISweepGrain sweep, TimeSpan duration, CancellationToken stop)
    {
        var latencies = new List<double>();
        var begun = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(begun) < duration)
        {
            var asked = TimeProvider.System.GetTimestamp();
            await sweep.Status();
            latencies.Add(TimeProvider.System.GetElapsedTime(asked).TotalMilliseconds);
            await Task.Delay(Pause, TimeProvider.System, stop);
        }

        return latencies;
    }

    private static object Figures(List<double> milliseconds) => new
    {
        Calls = milliseconds.Count,
        MedianMs = Math.Round(Rounds.Median(milliseconds), 2),
        P99Ms = Math.Round(milliseconds.Order().ElementAt((int)(0.99 * (milliseconds.Count - 1))), 2),
        MostMs = Math.Round(milliseconds.Max(), 2),
    };
}
