using System.Globalization;
using System.CommandLine;
using System.Diagnostics;
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
        await Measure(Math.Min(most, 10_000), slots, onRedis, stop);
        var sizes = new List<Figures>();
        for (var trials = Math.Min(most, 1_000); trials <= most; trials *= 10)
        {
            var figures = await Measure(trials, slots, onRedis, stop);
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
    }

    private static async Task<Figures> Measure(int trials, int slots, bool onRedis, CancellationToken stop)
    {
        await using var cluster = await ScriptedCluster.Start(onRedis);
        var stateBefore = cluster.StateBytes;
        var heapBefore = GC.GetTotalMemory(forceFullCollection: true);
        using var process = Process.GetCurrentProcess();
        var cpuBefore = process.TotalProcessorTime;
        var begun = TimeProvider.System.GetTimestamp();

        var sweep = await cluster.Submit(ScriptedCluster.Sweep($"scale-{trials}", trials));
        var expansion = TimeProvider.System.GetElapsedTime(begun);
        var isFinished = false;
        var work = new ScriptedSlots(cluster.Grains, cluster.Agent, slots, TimeSpan.Zero).Run(() => Volatile.Read(ref isFinished), stop);
        while (!(await sweep.Status()).IsFinished)
            await Task.WhenAny(work, Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, stop));
        var elapsed = TimeProvider.System.GetElapsedTime(begun) - expansion;
        Volatile.Write(ref isFinished, true);
        await work;

        process.Refresh();
        var cpu = process.TotalProcessorTime - cpuBefore;
        var heapAfter = GC.GetTotalMemory(forceFullCollection: true);
        return new(
            trials,
            Math.Round(expansion.TotalMilliseconds, 1),
            Math.Round(trials / elapsed.TotalSeconds, 1),
            Math.Round(cpu.TotalMilliseconds / trials, 3),
            Math.Round((double)(heapAfter - heapBefore) / trials),
            Math.Round((double)(cluster.StateBytes - stateBefore) / trials),
            Math.Round(heapAfter / 1e6, 1),
            Math.Round(process.WorkingSet64 / 1e6, 1));
    }

    /// <param name="ExpansionMs">From the submission to its acknowledgement.</param>
    /// <param name="TrialsPerSecond">Trials with a durable result, from the acknowledgement to the last one.</param>
    /// <param name="CpuMsPerTrial">Of the whole process: silo, storage and scripted trainers.</param>
    /// <param name="HeapBytesPerTrial">Managed memory that the finished sweep holds, right after its end.</param>
    private sealed record Figures(
        int Trials,
        double ExpansionMs,
        double TrialsPerSecond,
        double CpuMsPerTrial,
        double HeapBytesPerTrial,
        double StateBytesPerTrial,
        double HeapMbAfter,
        double ResidentMbAfter);
}
