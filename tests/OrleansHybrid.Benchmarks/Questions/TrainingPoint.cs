using System.Text.Json.Serialization;

namespace OrleansHybrid.Benchmarks.Questions;

/// <summary>
/// Whole training steps of Hybrid-SC with ResNet-32 on images at hand: two views of each of B images for the contrastive
/// branch and one of each of B for the classifier's, forward, both losses, backward and optimiser.
/// </summary>
/// <param name="Precision"><c>float32</c> or <c>bfloat16</c>.</param>
/// <param name="ChannelsLast">Whether the channels of a pixel lie side by side, or each channel's pixels.</param>
/// <param name="Batch">B.</param>
/// <param name="Threads">How many threads the process computes with.</param>
/// <param name="Steps">How many steps are timed.</param>
internal sealed record TrainingPoint(string Precision, bool ChannelsLast, int Batch, int Threads, int Steps)
{
    /// <summary>Images that go through the backbone in a step.</summary>
    [JsonIgnore]
    public int Images => 3 * Batch;
}

/// <param name="StepMilliseconds">Of each step, by the clock on the wall.</param>
/// <param name="CpuMilliseconds">Of each step, what the process's threads computed: with one thread, its time on a machine that has no one
/// else.</param>
internal sealed record TrainingCost(IReadOnlyList<double> StepMilliseconds, IReadOnlyList<double> CpuMilliseconds);
