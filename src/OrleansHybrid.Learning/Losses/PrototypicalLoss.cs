using OrleansHybrid.Learning.Arithmetic;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace OrleansHybrid.Learning.Losses;

/// <summary>
/// The prototypical supervised contrastive loss of Hybrid-PSC (arXiv 2103.14267, eq. 5), with y = y_i:
/// <code>L = mean over i of  -log( exp(z_i·p_y/τ) / Σ_{j ≠ y} exp(z_i·p_j/τ) )</code>
/// The positive prototype is not in the denominator, so the value can be negative. A switch puts it in, which makes
/// the loss a cross-entropy over cosine logits.
/// </summary>
/// <param name="temperature">τ &gt; 0.</param>
/// <param name="positiveInDenominator">Whether j runs over y as well.</param>
public sealed class PrototypicalLoss(double temperature, bool positiveInDenominator = false) : ContrastiveLoss
{
    public override long[]? PrototypeShape(long classes, long dimension) => [classes, dimension];

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">One prototype alone leaves nothing to tell it from.</exception>
    public override Tensor Forward(Tensor z, Tensor labels, Tensor? prototypes)
    {
        ArgumentNullException.ThrowIfNull(prototypes);
        if (prototypes.shape[0] < 2) throw new ArgumentException("a prototypical loss needs two classes or more", nameof(prototypes));

        using var scope = NewDisposeScope();
        z = z.AtLeastFloat32();
        var logits = z.mm(prototypes.to(z.dtype).t()).DividedBy(temperature);      // (N, C)
        if (positiveInDenominator) return F.cross_entropy(logits, labels).MoveToOuterDisposeScope();

        var own = labels.unsqueeze(1);                                             // (N, 1)
        var positive = logits.gather(1, own).squeeze(1);                           // (N)
        var isOwn = zeros_like(logits, dtype: @bool).scatter(1, own, ones_like(own, dtype: @bool));
        var logDenominator = logits.Masked(isOwn, float.MinValue).logsumexp(1);
        return (logDenominator - positive).mean().MoveToOuterDisposeScope();
    }
}
