using System.Globalization;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Tests.Trials;

/// <summary>Parts of a trial with only the numbers that a test is about.</summary>
internal static class Make
{
    public static CheckpointRef Checkpoint(int attempt, int epoch, int? step = null) =>
        new(
            string.Create(CultureInfo.InvariantCulture, $"a{attempt:D4}-s{step ?? epoch * 10:D6}"),
            attempt,
            epoch,
            step ?? epoch * 10,
            1_000,
            "ab");

    public static EpochMetrics Epoch(int epoch, double loss = 1) =>
        new(epoch, epoch * 10, loss, null, loss, 0.5, 0.1, null, 100, 1);

    public static EpochMetrics[] Epochs(int first, int last) =>
        [.. Enumerable.Range(first, last - first + 1).Select(epoch => Epoch(epoch))];

    public static TrialResult Result(double top1, double? few = null) =>
        new(6, 0.5, new(top1, null, null, few), top1, 100, "aa", null);
}
