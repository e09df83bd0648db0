using System.CommandLine;
using OrleansHybrid.Benchmarks.Measuring;
using OrleansHybrid.Benchmarks.Scripted;

namespace OrleansHybrid.Benchmarks;

/// <summary>That two sweeps with weights 3:1 share eight slots 3:1, and that a sweep of higher priority overtakes them within one
/// trial.</summary>
internal static class FairShareRun
{
    private const string Name = "fair-share";
    private const int Slots = 8;

    private static readonly TimeSpan Training = TimeSpan.FromMilliseconds(250), Pause = TimeSpan.FromMilliseconds(10);

    public static Command Create()
    {
        var seconds = new Option<int>("--seconds") { Description = "How long both sweeps run.", DefaultValueFactory = _ => 30 };
        var command = new Command(Name, "Slot seconds of two sweeps with weights 3:1, and of one that overtakes both.") { seconds };
        command.SetAction((arguments, stop) => Run(TimeSpan.FromSeconds(arguments.GetValue(seconds)), stop));
        return command;
    }

    private static async Task Run(TimeSpan span, CancellationToken stop)
    {
        await using var cluster = await ScriptedCluster.Start();
        var slots = new ScriptedSlots(cluster.Grains, cluster.Agent, Slots, Training);
        await cluster.Submit(ScriptedCluster.Sweep("three", 10_000, "resources: {weight: 3}\nreuse: false"));
        await cluster.Submit(ScriptedCluster.Sweep("one", 10_000, "reuse: false"));
        var isOver = false;
        var work = slots.Run(() => Volatile.Read(ref isOver), stop);
        var from = TimeProvider.System.GetTimestamp();
        await Task.Delay(span, TimeProvider.System, stop);
        var to = TimeProvider.System.GetTimestamp();

        // As many trials as there are slots: the first slot that falls free is the first to be taken.
        var urgent = await cluster.Submit(ScriptedCluster.Sweep("urgent", 100, "resources: {priority: 10}\nreuse: false"));
        var submitted = TimeProvider.System.GetTimestamp();
        while ((await urgent.Status()).Running.Count < Slots) await Task.Delay(Pause, TimeProvider.System, stop);
        var holdsAll = TimeProvider.System.GetElapsedTime(submitted);
        Volatile.Write(ref isOver, true);
        await work;

        var stints = slots.Stints.ToDictionary(sweep => sweep.Key[..sweep.Key.LastIndexOf('-')], sweep => sweep.Value);
        var (three, one) = (Seconds("three"), Seconds("one"));
        var lateStarts = stints["three"].Concat(stints["one"]).Count(stint => stint.Begun > submitted);
        Outcome.Print(
            Name,
            new
            {
                Slots,
                TrialSeconds = Training.TotalSeconds,
                SlotSecondsOfThree = Math.Round(three, 1),
                SlotSecondsOfOne = Math.Round(one, 1),
                SecondsUntilUrgentHoldsAllSlots = Math.Round(holdsAll.TotalSeconds, 2),
                OthersStartedAfterUrgent = lateStarts,
            },
            new
            {
                Share = Math.Round(three / one, 3),
                UrgentHoldsAllSlotsAfterTrials = Math.Round(holdsAll / Training, 2),
            });

        double Seconds(string sweep) => stints[sweep].Sum(stint => stint.SecondsWithin(from, to));
    }
}
