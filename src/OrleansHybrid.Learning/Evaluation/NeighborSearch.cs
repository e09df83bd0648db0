using OrleansHybrid.Learning.Arithmetic;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace OrleansHybrid.Learning.Evaluation;

/// <summary>
/// The k nearest of the features offered so far, for each of a set of features. Its tensors belong to the dispose scope that it is given;
/// beside those features it takes memory for k neighbours of each and one block. The same blocks give the same neighbours, to the
/// bit on one type of CPU.
/// </summary>
internal sealed class NeighborSearch
{
    /// <summary>Features to offer at once.</summary>
    public const int BlockSize = 1 << 14;

    private const int BatchSize = 256;

    private readonly int _neighbors;
    private readonly DisposeScope _scope;
    private readonly Tensor[] _batches;
    private readonly (Tensor Cosine, Tensor Classes)[] _nearest;
    private int _offered;

    /// <param name="scope">The current one.</param>
    /// <param name="neighbors">k; all that are offered where there are fewer.</param>
    /// <param name="features">(M, D).</param>
    public NeighborSearch(DisposeScope scope, int neighbors, Tensor features)
    {
        using var _ = no_grad();
        (_scope, _neighbors) = (scope, neighbors);
        _batches = F.normalize(features).split(BatchSize);                                        // (B, D) each
        _nearest = new (Tensor, Tensor)[_batches.Length];
    }

    /// <param name="features">(N, D) of images that vote.</param>
    /// <param name="labels">(N) class numbers.</param>
    /// <param name="betweenBatches">Called after each batch; what it throws ends the search.</param>
    public void Offer(Tensor features, ReadOnlySpan<int> labels, Action betweenBatches)
    {
        if (labels.IsEmpty) return;
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var directions = F.normalize(features).t();                                               // (D, N)
        var classOf = tensor(labels.ToArray(), int64, features.device);                           // (N)
        for (var i = 0; i < _batches.Length; i++)
        {
            using var batchScope = NewDisposeScope();
            var (cosine, index) = _batches[i].mm(directions).topk(Math.Min(_neighbors, labels.Length));   // (B, k)
            var classes = classOf.index_select(0, index.flatten()).view_as(index);                // (B, k)
            if (_offered > 0) (cosine, classes) = Nearer(_nearest[i], (cosine, classes), labels.Length);
            _nearest[i] = (cosine.MoveToOtherDisposeScope(_scope), classes.MoveToOtherDisposeScope(_scope));
            betweenBatches();
        }

        _offered += labels.Length;
    }

    /// <param name="classes">C.</param>
    /// <param name="temperature">τ &gt; 0.</param>
    /// <returns>(M) the class of the most votes, exp(cos / τ) of each neighbour.</returns>
    public long[] Vote(int classes, double temperature)
    {
        using var _ = no_grad();
        var predicted = new List<long>();
        foreach (var (cosine, own) in _nearest)
        {
            using var batchScope = NewDisposeScope();
            // Relative to the largest cosine that there can be, so that no vote overflows.
            var votes = cosine.Minus(1).DividedBy(temperature).exp();                             // (B, k)
            var tally = zeros(own.shape[0], classes, dtype: votes.dtype, device: votes.device);   // (B, C)
            // One vote of each image at a time: on a GPU, several for one class would be added in no fixed order.
            for (var vote = 0; vote < own.shape[1]; vote++) tally.scatter_add_(1, own.narrow(1, vote, 1), votes.narrow(1, vote, 1));
            predicted.AddRange(tally.argmax(1).cpu().data<long>());
        }

        return [.. predicted];
    }

    private (Tensor Cosine, Tensor Classes) Nearer(
        (Tensor Cosine, Tensor Classes) before, (Tensor Cosine, Tensor Classes) found, int offered)
    {
        using var cosines = cat([before.Cosine, found.Cosine], 1);                                // (B, 2k)
        using var classes = cat([before.Classes, found.Classes], 1);                              // (B, 2k)
        var (cosine, index) = cosines.topk(Math.Min(_neighbors, _offered + offered));
        var nearer = classes.gather(1, index);
        before.Cosine.Dispose();
        before.Classes.Dispose();
        return (cosine, nearer);
    }
}
