using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Failures;
using OrleansHybrid.Learning.Models;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Evaluation;

/// <summary>A network's features of images as they are: what a probe learns from.</summary>
internal static class FrozenFeatures
{
    /// <param name="network">Left in training mode, its statistics as they were.</param>
    /// <param name="set">The images.</param>
    /// <param name="device">Where the network is.</param>
    /// <param name="betweenBatches">Called after each batch; what it throws ends it.</param>
    /// <returns>(N, D_E), on the device, in the set's order, and the class of each; without images that cannot be shown.</returns>
    /// <exception cref="DataException">The images cannot be read.</exception>
    public static (Tensor Features, int[] Labels) Of(HybridNetwork network, LabelledImages set, Device device, Action betweenBatches) =>
        Of(network, set, PlainBatch.IndicesOf(set, device), device, betweenBatches);

    /// <param name="chunks">Which of the images, in batches.</param>
    /// <inheritdoc cref="Of(HybridNetwork, LabelledImages, Device, Action)"/>
    public static (Tensor Features, int[] Labels) Of(
        HybridNetwork network, LabelledImages set, IEnumerable<int[]> chunks, Device device, Action betweenBatches)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var (batches, labels) = (new List<Tensor>(), new List<int>());
        network.eval();
        try
        {
            foreach (var indices in chunks)
            {
                using var batchScope = NewDisposeScope();
                var (shown, images) = PlainBatch.Of(set, indices, device);
                if (shown.Length > 0) batches.Add(network.Features(images).MoveToOuterDisposeScope());
                labels.AddRange(shown.Select(index => set.Labels[index]));
                betweenBatches();
            }
        }
        finally
        {
            network.train();
        }

        return (cat(batches).MoveToOuterDisposeScope(), [.. labels]);
    }
}
