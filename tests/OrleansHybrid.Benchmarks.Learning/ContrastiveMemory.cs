using OrleansHybrid.Benchmarks.Questions;
using OrleansHybrid.Learning.Losses;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace OrleansHybrid.Benchmarks.Learning;

/// <summary>What one contrastive loss costs, forward and backward, on unit vectors that need a gradient.</summary>
internal static class ContrastiveMemory
{
    public static LossCost Measure(LossPoint point)
    {
        // Loads and starts all that the first step would, at a size that does not count.
        Steps(point with { Batch = 2, Classes = 2, Steps = 2 });

        var before = ResidentSet.Bytes;
        ResidentSet.ForgetPeak();
        var milliseconds = Steps(point);
        return new(ResidentSet.PeakBytes - before, milliseconds);
    }

    private static double[] Steps(LossPoint point)
    {
        using var scope = NewDisposeScope();
        random.manual_seed(0);
        var raw = randn(2 * point.Batch, point.Dim).requires_grad_();
        ContrastiveLoss function = point.Loss == "sc" ? new SupConLoss(0.1) : new PrototypicalLoss(0.1);
        var table = function.PrototypeShape(point.Classes, point.Dim) is { } shape ? randn(shape).requires_grad_() : null;
        var labels = arange(point.Batch, dtype: int64).remainder(point.Classes).repeat(2);

        var milliseconds = new double[point.Steps];
        for (var step = 0; step < point.Steps; step++)
        {
            using var stepScope = NewDisposeScope();
            var start = TimeProvider.System.GetTimestamp();
            var z = F.normalize(raw, dim: 1);
            var loss = function.Forward(z, labels, table is null ? null : F.normalize(table, dim: 1));
            loss.backward();
            milliseconds[step] = TimeProvider.System.GetElapsedTime(start).TotalMilliseconds;
        }

        return milliseconds;
    }
}
