using System.Globalization;
using System.CommandLine;
using OrleansHybrid.Benchmarks.Measuring;
using OrleansHybrid.Benchmarks.Scripted;

namespace OrleansHybrid.Benchmarks;

/// <summary>That a trial costs the same in a sweep of 1,000 as in one of 100,000: scripted trainers on a real silo with durable
/// storage.</summary>
internal static class Scale
{
    private const string Name = "scale";

    public static Command Create()
    {
        var trials = new Option<int>("--trials")
        {
            Description = "Trials of the largest sweep; the smaller ones have a tenth each.",
            DefaultValueFactory = _ => 10_000
        };
        var slots = new Option<int>("--slots") { Description = "Slots that train at once.", DefaultValueFactory = _ => 64 };
        var redis = new Option<bool>("--redis")
        {
            Description = "Keep the state in a durable Redis server, as a cluster does, instead of one silo's SQLite file."
        };
        var command = new Command(
            Name, "CPU time, memory and disk of a trial in sweeps of 1,000 trials and more.") { trials, slots, redis };
        command.SetAction((arguments, stop) => Run(arguments.GetValue(trials), arguments.GetValue(slots), arguments.GetValue(redis), stop));
        return command;
    }

    private static async Task Run(int most, int slots, bool onRedis, CancellationToken stop)
    {
        // The first trials compile the code that all others run, and again once it has proved to be hot.
        await Measure(Math.Min(most, 10_000));
        var sizes = new List<ScaleFigures>();
        for (var trials = Math.Min(most, 1_000); trials <= most; trials *= 10)
        {
            var figures = await Measure(trials);
            sizes.Add(figures);
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{trials} trials  {figures.TrialsPerSecond:F0} a second, {figures.CpuMsPerTrial:F2} ms CPU, "
                    + $"{figures.StateBytesPerTrial:F0} bytes of state each; ")
                + FormattableString.Invariant($"expanded in {figures.ExpansionMs:F0} ms; heap {figures.HeapMbAfter:F1} MB"));
        }

        Outcome.Print(
            Name,
            new { Slots = slots, State = onRedis ? "redis" : "sqlite", Sizes = sizes },
            new
            {
                CpuLargestToSmallest = Math.Round(sizes[^1].CpuMsPerTrial / sizes[0].CpuMsPerTrial, 3),
                StateLargestToSmallest = Math.Round(sizes[^1].StateBytesPerTrial / sizes[0].StateBytesPerTrial, 3),
                HeapLargestToSmallest = Math.Round(sizes[^1].HeapBytesPerTrial / sizes[0].HeapBytesPerTrial, 3),
            });

        Task<ScaleFigures> Measure(int trials) => ScaleRun.Measure(
            ScriptedCluster.Sweep(FormattableString.Invariant($"scale-{trials}"), trials), slots, onRedis, stop);
    }
}
