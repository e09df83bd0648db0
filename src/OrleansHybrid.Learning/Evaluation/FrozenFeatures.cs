using System.Runtime.InteropServices;
using OrleansHybrid.Learning.Augmentation;
using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Models;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Evaluation;

/// <summary>A network's features of images as they are: what a probe learns from.</summary>
internal static class FrozenFeatures
{
    private const int BatchSize = 256;

    /// <param name="network">Left in training mode, its statistics as they were.</param>
    /// <param name="set">The images.</param>
    /// <param name="device">Where the network is.</param>
    /// <param name="betweenBatches">Called after each batch; what it throws ends it.</param>
    /// <returns>(N, D_E), on the device, in the set's order.</returns>
    public static Tensor Of(HybridNetwork network, ImageSet set, Device device, Action betweenBatches)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var batches = new List<Tensor>();
        network.eval();
        try
        {
            foreach (var indices in Enumerable.Range(0, set.Count).Chunk(BatchSize))
            {
                batches.Add(Batch(network, set, indices, device));
                betweenBatches();
            }
        }
        finally
        {
            network.train();
        }

        return cat(batches).MoveToOuterDisposeScope();
    }

    private static Tensor Batch(HybridNetwork network, ImageSet set, int[] indices, Device device)
    {
        using var scope = NewDisposeScope();
        var images = empty(indices.Length, ImageSet.Channels, ImageSet.Side, ImageSet.Side);
        Augmenter.Plain(set, indices, MemoryMarshal.Cast<byte, float>(images.bytes));
        return network.Features(images.to(device)).MoveToOuterDisposeScope();
    }
}
