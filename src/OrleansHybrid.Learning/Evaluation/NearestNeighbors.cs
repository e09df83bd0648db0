using OrleansHybrid.Learning.Arithmetic;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

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
    private const int BatchSize = 256;

    /// <param name="train">(N, D) features.</param>
    /// <param name="labels">(N) class numbers.</param>
    /// <param name="classes">C.</param>
    /// <param name="test">(M, D) features.</param>
    /// <param name="betweenBatches">Called after each batch; what it throws ends it.</param>
    /// <returns>(M) the class of the most votes.</returns>
    public long[] Predict(Tensor train, int[] labels, int classes, Tensor test, Action betweenBatches)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var directions = F.normalize(train).t();                                                  // (D, N)
        var classOf = tensor(labels, int64, train.device);                                        // (N)
        var predicted = new List<long>();
        foreach (var batch in F.normalize(test).split(BatchSize))
        {
            using var batchScope = NewDisposeScope();
            var (cosine, index) = batch.mm(directions).topk(Math.Min(neighbors, labels.Length));  // (B, k)
            // Relative to the largest cosine that there can be, so that no vote overflows.
            var votes = cosine.Minus(1).DividedBy(temperature).exp();                             // (B, k)
            var tally = zeros(batch.shape[0], classes, dtype: votes.dtype, device: votes.device)
                .scatter_add(1, classOf.index_select(0, index.flatten()).view_as(index), votes);  // (B, C)
            predicted.AddRange(tally.argmax(1).cpu().data<long>());
            betweenBatches();
        }

        return [.. predicted];
    }
}
