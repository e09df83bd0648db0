using OrleansHybrid.Learning.Arithmetic;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace OrleansHybrid.Learning.Losses;

/// <summary>
/// The unsupervised contrastive loss (UC of arXiv 2103.14267; NT-Xent of Chen et al., arXiv 2002.05709, eq. 1):
/// <code>L = mean over i of  -log( exp(z_i·z_j/τ) / Σ_{k ≠ i} exp(z_i·z_k/τ) )</code>
/// where j is the other view of anchor i's image; labels play no part.
/// </summary>
/// <param name="temperature">τ &gt; 0.</param>
public sealed class NTXentLoss(double temperature) : ContrastiveLoss
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">An odd number of views.</exception>
    public override Tensor Forward(Tensor z, Tensor labels, Tensor? prototypes = null)
    {
        var views = z.shape[0];
        if (views % 2 != 0) throw new ArgumentException($"{views} views are not two of each image", nameof(z));

        using var scope = NewDisposeScope();
        z = z.AtLeastFloat32();
        var similarity = z.mm(z.t()).DividedBy(temperature);                        // (2B, 2B)
        var self = eye(views, dtype: @bool, device: z.device);                      // (2B, 2B)
        var otherView = ScalarArithmetic.WholeNumbers(views, z.device).roll(views / 2); // (2B)
        return F.cross_entropy(similarity.Masked(self, float.MinValue), otherView).MoveToOuterDisposeScope();
    }
}
