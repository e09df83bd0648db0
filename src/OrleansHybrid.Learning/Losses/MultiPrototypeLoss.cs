using OrleansHybrid.Learning.Arithmetic;
using OrleansHybrid.Sweeps.Settings;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Losses;

/// <summary>
/// The prototypical loss with M prototypes of each class (MPSC of arXiv 2103.14267), with y = y_i:
/// <code>L = mean over i of  -Σ_m w_im · log( exp(z_i·p_y^m/τ) / Σ_{j ≠ y} Σ_m exp(z_i·p_j^m/τ) ),   w_im ≥ 0,  Σ_m w_im = 1</code>
/// without the paper's constant factor 1/M, so that M = 1 is the prototypical loss. The paper leaves w open: it is a
/// softmax over z_i·p_y^m/τ without gradient, which draws each sample to the nearest prototypes of its class, or uniform.
/// </summary>
/// <param name="temperature">τ &gt; 0.</param>
/// <param name="perClass">M ≥ 1.</param>
/// <param name="weights">What w is.</param>
/// <param name="positiveInDenominator">Whether j runs over y as well.</param>
public sealed class MultiPrototypeLoss(
    double temperature, int perClass, PrototypeWeights weights = PrototypeWeights.Softmax,
    bool positiveInDenominator = false) : ContrastiveLoss
{
    public override long[]? PrototypeShape(long classes, long dimension) => [classes, perClass, dimension];

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">One class alone leaves nothing to tell it from.</exception>
    public override Tensor Forward(Tensor z, Tensor labels, Tensor? prototypes)
    {
        ArgumentNullException.ThrowIfNull(prototypes);
        var classes = prototypes.shape[0];
        if (classes < 2) throw new ArgumentException("a prototypical loss needs two classes or more", nameof(prototypes));

        using var scope = NewDisposeScope();
        z = z.AtLeastFloat32();
        var logits = z.mm(prototypes.to(z.dtype).flatten(0, 1).t()).DividedBy(temperature); // (N, C·M)
        logits = logits.view(-1, classes, perClass);                               // (N, C, M)

        var own = labels.view(-1, 1, 1).expand(-1, 1, perClass);                   // (N, 1, M)
        var positives = logits.gather(1, own).squeeze(1);                          // (N, M)
        var rivals = positiveInDenominator ? logits : logits.scatter(1, own, positives.unsqueeze(1).FilledLike(float.MinValue));
        var logDenominator = rivals.flatten(1).logsumexp(1);                       // (N)
        var positive = weights switch
        {
            PrototypeWeights.Softmax => (positives.detach().softmax(1) * positives).sum(1),
            PrototypeWeights.Uniform => positives.mean([1]),
            var other => throw new ArgumentOutOfRangeException(nameof(prototypes), other, "unknown prototype weights"),
        };                                                                         // (N)
        return (logDenominator - positive).mean().MoveToOuterDisposeScope();
    }
}
