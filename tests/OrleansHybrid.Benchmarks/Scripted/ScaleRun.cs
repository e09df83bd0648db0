using System.Diagnostics;

namespace OrleansHybrid.Benchmarks.Scripted;

/// <summary>One sweep through a cluster whose trainers are a script, from its submission to its end.</summary>
internal static class ScaleRun
{
    /// <param name="yaml">The sweep, whose trials are counted when it is finished.</param>
    public static async Task<ScaleFigures> Measure(string yaml, int slots, bool onRedis, CancellationToken stop)
    {
        await using var cluster = await ScriptedCluster.Start(onRedis);
        var stateBefore = cluster.StateBytes;
        var heapBefore = GC.GetTotalMemory(forceFullCollection: true);
        using var process = Process.GetCurrentProcess();
        var cpuBefore = process.TotalProcessorTime;
        var begun = TimeProvider.System.GetTimestamp();

        var sweep = await cluster.Submit(yaml);
        var expansion = TimeProvider.System.GetElapsedTime(begun);
        var isFinished = false;
        var work = new ScriptedSlots(cluster.Grains, cluster.Agent, slots, TimeSpan.Zero).Run(() => Volatile.Read(ref isFinished), stop);
        while (!(await sweep.Status()).IsFinished)
            await Task.WhenAny(work, Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, stop));
        var elapsed = TimeProvider.System.GetElapsedTime(begun) - expansion;
        Volatile.Write(ref isFinished, true);
        await work;

        var trials = (await sweep.Status()).Trials;
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
}

/// <param name="ExpansionMs">From the submission to its acknowledgement.</param>
/// <param name="TrialsPerSecond">Trials with a durable result, from the acknowledgement to the last one.</param>
/// <param name="CpuMsPerTrial">Of the whole process: silo, storage and scripted trainers.</param>
/// <param name="HeapBytesPerTrial">Managed memory that the finished sweep holds, right after its end.</param>
internal sealed record ScaleFigures(
    int Trials,
    double ExpansionMs,
    double TrialsPerSecond,
    double CpuMsPerTrial,
    double HeapBytesPerTrial,
    double StateBytesPerTrial,
    double HeapMbAfter,
    double ResidentMbAfter);
