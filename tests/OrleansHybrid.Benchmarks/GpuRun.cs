using System.CommandLine;
using OrleansHybrid.Benchmarks.Measuring;
using OrleansHybrid.Benchmarks.Questions;
using OrleansHybrid.Sweeps.Protocol;

namespace OrleansHybrid.Benchmarks;

/// <summary>
/// What only a GPU can show: the time of a step in each precision, what it costs to ask for the same bits, whether they are the same
/// twice and over an interruption, and what trainers gain that share the GPU.
/// </summary>
internal static class GpuRun
{
    private const string Name = "gpu";

    private static readonly string[] Precisions = ["float32", "tf32", "bfloat16"];

    private static readonly int[] Trainers = [1, 2, 4, 8];

    public static Command Create()
    {
        var batch = new Option<int>("--batch") { Description = "Images of each branch in a step.", DefaultValueFactory = _ => 512 };
        var steps = new Option<int>("--steps") { Description = "Steps of each measurement.", DefaultValueFactory = _ => 100 };
        var rehearse = new Option<bool>("--rehearse")
        {
            Description = "Goes through it on a CPU, with a small network: its figures mean nothing.",
        };
        var command = new Command(Name, "Step times, equal bits and sharing on a GPU (build with -p:TorchBackend=cuda).")
        {
            batch, steps, rehearse,
        };
        command.SetAction((arguments, stop) => arguments.GetValue(rehearse)
            ? Run("cpu", batch: 8, steps: 2, stop)
            : Run("cuda", arguments.GetValue(batch), arguments.GetValue(steps), stop));
        return command;
    }

    private static async Task Run(string device, int batch, int steps, CancellationToken stop)
    {
        var (on, numerics) = await StepTimes(isDeterministic: true);
        var (off, _) = await StepTimes(isDeterministic: false);
        var bits = new Dictionary<string, object>();
        foreach (var precision in Precisions) bits[precision] = await Bits(precision);
        var sharing = new Dictionary<string, double>();
        foreach (var trainers in Trainers) sharing[FormattableString.Invariant($"{trainers}")] = await Together(trainers);
        Outcome.Print(
            Name,
            new { Gpu = numerics, Batch = batch, StepMs = on, StepMsNotDeterministic = off, ImagesPerSecondByTrainers = sharing },
            new
            {
                CostOfDeterminism = on.ToDictionary(entry => entry.Key, entry => Math.Round(entry.Value / off[entry.Key], 3)),
                EqualBits = bits,
                GainOfSharing = sharing.ToDictionary(entry => entry.Key, entry => Math.Round(entry.Value / sharing["1"], 2)),
            });

        async Task<(Dictionary<string, double> Milliseconds, string Numerics)> StepTimes(bool isDeterministic)
        {
            await using var process = Start("gpu-steps", isDeterministic);
            var (times, measuredOn) = (new Dictionary<string, double>(), "");
            foreach (var precision in Precisions)
            {
                var cost = await Ask(process, new(device, precision, batch, steps, isDeterministic));
                (times[precision], measuredOn) = (Math.Round(cost.StepMilliseconds, 2), cost.Numerics);
                var how = isDeterministic ? "deterministic" : "not deterministic";
                await Console.Error.WriteLineAsync(
                    FormattableString.Invariant($"{precision}, {how}: {cost.StepMilliseconds:F2} ms a step on {cost.Numerics}"));
            }

            return (times, measuredOn);
        }

        async Task<object> Bits(string precision)
        {
            var undisturbed = await Train(precision, isDeterministic: true, leaveAfter: null);
            var answer = new
            {
                Twice = await Train(precision, isDeterministic: true, leaveAfter: null) == undisturbed,
                OverAnInterruption = await Train(precision, isDeterministic: true, leaveAfter: 100) == undisturbed,
                TwiceWhereNotAskedFor =
                    await Train(precision, isDeterministic: false, leaveAfter: null)
                        == await Train(precision, isDeterministic: false, leaveAfter: null),
            };
            await Console.Error.WriteLineAsync($"{precision}: {answer}, weights {undisturbed}");
            return answer;
        }

        // In a process of its own each: what one has chosen must not serve the next.
        async Task<string> Train(string precision, bool isDeterministic, int? leaveAfter)
        {
            await using var process = Start("gpu-bits", isDeterministic);
            return (await process.Ask<GpuTraining, GpuBits>(new(device, precision, isDeterministic, leaveAfter), stop)).WeightsSha256;
        }

        async Task<double> Together(int trainers)
        {
            var processes = Enumerable.Range(0, trainers).Select(_ => Start("gpu-steps", isDeterministic: true)).ToList();
            try
            {
                // The first time they warm up, and the second time they begin together.
                var question = new GpuSteps(device, "float32", Math.Min(batch, 128), steps, IsDeterministic: true);
                await Task.WhenAll(processes.Select(process => Ask(process, question)));
                var costs = await Task.WhenAll(processes.Select(process => Ask(process, question)));
                var sum = Math.Round(costs.Sum(cost => cost.ImagesPerSecond));
                await Console.Error.WriteLineAsync(FormattableString.Invariant($"{trainers} trainers: {sum} images/s in all"));
                return sum;
            }
            finally
            {
                foreach (var process in processes) await process.DisposeAsync();
            }
        }

        async Task<GpuStepCost> Ask(MeasuringProcess process, GpuSteps question)
        {
            var cost = await process.Ask<GpuSteps, GpuStepCost>(question, stop);
            return cost.WhyNot is null
                ? cost
                : throw new BenchmarkException($"Nothing can be measured here: {cost.WhyNot}. Run it where there is an NVIDIA GPU, "
                    + "and build it with -p:TorchBackend=cuda.");
        }
    }

    private static MeasuringProcess Start(string measure, bool isDeterministic) => LearningProcess.Start(
        measure, threads: 1, isDeterministic ? [] : [KeyValuePair.Create(CudaEnvironment.Workspace, (string?)null)]);
}
