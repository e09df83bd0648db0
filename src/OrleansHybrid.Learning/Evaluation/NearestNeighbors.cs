using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Failures;
using OrleansHybrid.Learning.Models;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Evaluation;

/// <summary>
/// The weighted k-nearest-neighbour classifier that features without a classifier are judged by (Wu et al.,
/// arXiv 1805.01978, section 3.4): each of the k training images of the largest cosine votes for its class with
/// exp(cos / τ). k = 20 and τ = 0.07 are those of Caron et al., arXiv 2104.14294.
/// </summary>
/// <param name="neighbors">k; all training images where there are fewer.</param>
/// <param name="temperature">τ &gt; 0.</param>
public sealed class NearestNeighbors(int neighbors, double temperature)
{
    /// <param name="train">(N, D) features.</param>
    /// <param name="labels">(N) class numbers.</param>
    /// <param name="classes">C.</param>
    /// <param name="test">(M, D) features.</param>
    /// <param name="betweenBatches">Called after each batch; what it throws ends it.</param>
    /// <returns>(M) the class of the most votes.</returns>
    public long[] Predict(Tensor train, int[] labels, int classes, Tensor test, Action betweenBatches)
    {
        using var scope = NewDisposeScope();
        var search = new NeighborSearch(scope, neighbors, test);
        foreach (var (place, block) in train.split(NeighborSearch.BlockSize).Index())
        {
            var first = place * NeighborSearch.BlockSize;
            search.Offer(block, labels.AsSpan(first, (int)block.shape[0]), betweenBatches);
        }

        return search.Vote(classes, temperature);
    }

    /// <summary>The same without ever holding all training features: they are computed and forgotten block by block.</summary>
    /// <param name="network">Left in training mode, its statistics as they were.</param>
    /// <param name="train">The images that vote.</param>
    /// <param name="judged">The images that are told by them.</param>
    /// <param name="device">Where the network is.</param>
    /// <param name="betweenBatches">Called after each batch; what it throws ends it.</param>
    /// <returns>(M) the class of the most votes, and (M) the class of each judged image that can be shown.</returns>
    /// <exception cref="DataException">The images cannot be read.</exception>
    internal (long[] Predicted, int[] Answers) Predict(
        HybridNetwork network, LabelledImages train, LabelledImages judged, Device device, Action betweenBatches)
    {
        using var scope = NewDisposeScope();
        var (test, answers) = FrozenFeatures.Of(network, judged, device, betweenBatches);         // (M, D), (M)
        var search = new NeighborSearch(scope, neighbors, test);
        var batches = PlainBatch.IndicesOf(train, device).ToList();
        foreach (var block in batches.Chunk(Math.Max(1, NeighborSearch.BlockSize / batches[0].Length)))
        {
            using var blockScope = NewDisposeScope();
            var (features, labels) = FrozenFeatures.Of(network, train, block, device, betweenBatches);
            search.Offer(features, labels, betweenBatches);
        }

        return (search.Vote(train.Classes, temperature), answers);
    }
}
