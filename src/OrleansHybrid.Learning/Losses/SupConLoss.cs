using OrleansHybrid.Learning.Arithmetic;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Losses;

/// <summary>
/// The supervised contrastive loss of Hybrid-SC (arXiv 2103.14267, eq. 3; Khosla et al., arXiv 2004.11362, L_out):
/// <code>L = mean over i with |P(i)| &gt; 0 of  -1/|P(i)| · Σ_{j ∈ P(i)} log( exp(z_i·z_j/τ) / Σ_{k ≠ i} exp(z_i·z_k/τ) )</code>
/// where P(i) holds every other sample of anchor i's class in the batch: its other view, and all views of its classmates.
/// </summary>
/// <param name="temperature">τ &gt; 0.</param>
public sealed class SupConLoss(double temperature) : ContrastiveLoss
{
    /// <inheritdoc/>
    /// <remarks>Zero, with zero gradient, when no anchor has a positive.</remarks>
    public override Tensor Forward(Tensor z, Tensor labels, Tensor? prototypes = null)
    {
        using var scope = NewDisposeScope();
        z = z.AtLeastFloat32();
        var similarity = z.mm(z.t()).DividedBy(temperature);                                       // (N, N)
        var self = eye(z.shape[0], dtype: @bool, device: z.device);                                // (N, N)
        var positive = labels.unsqueeze(0).eq(labels.unsqueeze(1)).logical_and(self.logical_not()); // (N, N)
        var positives = positive.sum(1);                                                           // (N)

        // Finite, so that an anchor without any other sample keeps a finite loss, which the selection below drops.
        var logDenominator = similarity.Masked(self, float.MinValue).logsumexp(1);                 // (N)
        var meanPositive = (similarity * positive).sum(1) / positives.AtLeast(1);                  // (N)
        var anchor = positives.IsAbove(0);                                                         // (N)
        var loss = where(anchor, logDenominator - meanPositive, zeros_like(meanPositive));         // (N)
        return (loss.sum() / anchor.sum().AtLeast(1)).MoveToOuterDisposeScope();
    }
}
