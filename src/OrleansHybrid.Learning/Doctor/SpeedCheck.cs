using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics;
using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Training;
using OrleansHybrid.Sweeps.Doctor;
using OrleansHybrid.Sweeps.Settings;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Doctor;

/// <summary>Images a second of a small training, against what is usual.</summary>
internal sealed class SpeedCheck() : LearnerCheck("speed")
{
    // Pages that are new to the process make the first steps slow.
    private const int WarmUpSteps = 3;

    // Below it, the core was not this process's own.
    private const double WholeCore = 0.8;

    private static readonly TimeSpan Long = TimeSpan.FromSeconds(2);

    private static readonly Recipe Recipe = FixedTraining.Recipe with
    {
        HeadImages = 60,
        BatchSize = 32,
        ProjectionHidden = 128,
        ProjectionDim = 64,
        LearningRate = 0.01,
    };

    public override bool Trains => true;

    public override CheckResult Run(Bench bench)
    {
        set_num_threads(1);
        ComputeDevice.Use(Recipe.Precision);
        using var learner = new HybridLearner(Recipe, DataSets.Load(Recipe, null).Train, ComputeDevice.Open(bench.Device));
        var steps = 0;
        for (; steps < WarmUpSteps; steps++) Step();
        using var process = Process.GetCurrentProcess();
        var (begun, cpu, warm) = (TimeProvider.System.GetTimestamp(), process.TotalProcessorTime, steps);
        for (; TimeProvider.System.GetElapsedTime(begun) < Long; steps++) Step();
        var seconds = TimeProvider.System.GetElapsedTime(begun).TotalSeconds;
        process.Refresh();
        return Judge(
            (steps - warm) * Recipe.ImagesPerStep() / seconds,
            (process.TotalProcessorTime - cpu).TotalSeconds / seconds,
            bench.IsGpu ? Usual.OfGpus : Usual.OfThisProcessor);

        void Step()
        {
            learner.Step(epoch: 0, steps % learner.StepsPerEpoch);
            learner.ReadLosses();
        }
    }

    /// <param name="rate">Images a second.</param>
    /// <param name="core">Share of a core that the process had meanwhile.</param>
    internal CheckResult Judge(double rate, double core, Usual usual)
    {
        var found = string.Create(
            CultureInfo.InvariantCulture, $"{rate:N0} images/s {usual.Where}; usual are {usual.Least:N0} to {usual.Most:N0}");
        if (rate >= usual.Least) return Ok(found);
        return core < WholeCore
            ? Warning(
                string.Create(CultureInfo.InvariantCulture, $"{found}; it had {core:P0} of a core"),
                "Stop what else computes on this machine, or raise the CPU quota of the container.")
            : Warning(
                found, "See what the check 'processor' says, and whether the machine is throttled, for heat or to save power.");
    }

    /// <summary>What is usual of a kind of device.</summary>
    /// <param name="Where">On what: <c>on a core</c>.</param>
    /// <param name="Least">Images a second of the slowest that people have.</param>
    /// <param name="Most">Of the fastest.</param>
    internal sealed record Usual(string Where, double Least, double Most)
    {
        public static Usual OfGpus { get; } = new("on a GPU", 300, 10_000);

        public static Usual OfThisProcessor =>
            Vector512.IsHardwareAccelerated ? new("on a core with AVX-512", 80, 1_000)
            : Vector256.IsHardwareAccelerated ? new("on a core with AVX2", 50, 800)
            : new("on a core", 15, 500);
    }
}
