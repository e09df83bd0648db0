using OrleansHybrid.Learning.Arithmetic;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Losses;

/// <summary>
/// The balanced contrastive loss (BalSCL of Zhu et al., arXiv 2207.09052). Each class's prototype joins the batch
/// (class complement), and every class weighs the same in the denominator (class averaging):
/// <code>L = mean over i of  -1/|P(i)| · Σ_{j ∈ P(i)} log( exp(z_i·z_j/τ) / Σ_c 1/|B_c \ i| · Σ_{k ∈ B_c \ i} exp(z_i·z_k/τ) )</code>
/// where B_c holds class c's samples and its prototype, and P(i) = B_{y_i} \ i. Nobody is without a positive.
/// </summary>
/// <param name="temperature">τ &gt; 0.</param>
public sealed class BalancedContrastiveLoss(double temperature) : ContrastiveLoss
{
    public override long[]? PrototypeShape(long classes, long dimension) => [classes, dimension];

    /// <inheritdoc/>
    public override Tensor Forward(Tensor z, Tensor labels, Tensor? prototypes)
    {
        ArgumentNullException.ThrowIfNull(prototypes);
        using var scope = NewDisposeScope();
        z = z.AtLeastFloat32();
        var (samples, classes) = (z.shape[0], prototypes.shape[0]);
        var everyone = cat([z, prototypes.to(z.dtype)], 0);                                             // (N + C, D)
        var classOf = cat([labels, ScalarArithmetic.WholeNumbers(classes, z.device)], 0);               // (N + C)

        var similarity = z.mm(everyone.t()).DividedBy(temperature);                                     // (N, N + C)
        var self = eye(samples, samples + classes, dtype: @bool, device: z.device);                     // (N, N + C)
        var positive = labels.unsqueeze(1).eq(classOf.unsqueeze(0)).logical_and(self.logical_not());    // (N, N + C)

        // |B_c \ i|, for the class c of each column: the anchor itself is missing in its own class only.
        var members = zeros(classes, dtype: int64, device: z.device).scatter_add(0, classOf, ones_like(classOf));             // (C)
        var classSize = members.index_select(0, classOf).unsqueeze(0) - positive.to(int64);             // (N, N + C)
        var logDenominator = (similarity - classSize.to(z.dtype).log()).Masked(self, float.MinValue).logsumexp(1); // (N)
        var meanPositive = (similarity * positive).sum(1) / positive.sum(1);                            // (N)
        return (logDenominator - meanPositive).mean().MoveToOuterDisposeScope();
    }
}
