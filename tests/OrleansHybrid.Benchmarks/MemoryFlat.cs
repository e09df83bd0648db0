using System.CommandLine;
using OrleansHybrid.Benchmarks.Measuring;
using OrleansHybrid.Benchmarks.Questions;

namespace OrleansHybrid.Benchmarks;

/// <summary>That a training holds as much at its end as after its warm-up: live tensors and resident set.</summary>
internal static class MemoryFlat
{
    private const string Name = "memory-flat";

    public static Command Create()
    {
        var loss = new Option<string>("--loss") { Description = "The recipe's contrastive_loss.", DefaultValueFactory = _ => "psc" };
        var steps = new Option<int>("--steps") { Description = "Optimiser steps after the warm-up.", DefaultValueFactory = _ => 2000 };
        var command = new Command(Name, "Live tensors and resident set over 2,000 steps of a tiny training.") { loss, steps };
        command.SetAction((arguments, stop) => Run(new(arguments.GetRequiredValue(loss), arguments.GetValue(steps)), stop));
        return command;
    }

    private static async Task Run(LongTraining training, CancellationToken stop)
    {
        await using var process = LearningProcess.Start(Name, threads: 1);
        var footprints = await process.Ask<LongTraining, Footprint[]>(training, stop);
        foreach (var (step, tensors, resident, managed) in footprints)
            await Console.Error.WriteLineAsync(FormattableString.Invariant(
                $"step {step}  {tensors} tensors  {resident / 1e6:F1} MB resident, {managed / 1e6:F1} MB of it managed"));

        var (first, half, last) = (footprints[0], footprints[footprints.Length / 2], footprints[^1]);
        Outcome.Print(
            Name,
            new
            {
                training.Loss,
                Steps = last.Step - first.Step,
                TensorsFirst = first.LiveTensors,
                TensorsLast = last.LiveTensors,
                TensorsMost = footprints.Max(footprint => footprint.LiveTensors),
                ResidentMbFirst = Megabytes(first.ResidentBytes),
                ResidentMbHalf = Megabytes(half.ResidentBytes),
                ResidentMbLast = Megabytes(last.ResidentBytes),
                ManagedMbFirst = Megabytes(first.ManagedBytes),
                ManagedMbLast = Megabytes(last.ManagedBytes),
            },
            new
            {
                Tensors = Math.Round((double)last.LiveTensors / first.LiveTensors, 4),
                Resident = Math.Round((double)last.ResidentBytes / first.ResidentBytes, 4),
                ResidentSecondHalf = Math.Round((double)last.ResidentBytes / half.ResidentBytes, 4),
            });

        static double Megabytes(long bytes) => Math.Round(bytes / 1e6, 1);
    }
}
