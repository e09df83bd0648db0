using OrleansHybrid.Learning.Arithmetic;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace OrleansHybrid.Learning.Losses;

/// <summary>
/// The label-distribution-aware margin loss (Cao et al., arXiv 1906.07413, eq. 13): a rarer class must win by more.
/// <code>L = mean over i of  -log( exp(s·(x_iy - Δ_y)) / ( exp(s·(x_iy - Δ_y)) + Σ_{c ≠ y} exp(s·x_ic) ) ),   Δ_c = K / n_c^{1/4}</code>
/// with y = y_i, cosines x as the logits, and K such that the rarest class has the largest margin.
/// </summary>
/// <param name="trainImages">(C) n, training images of each class.</param>
/// <param name="largestMargin">Margin Δ of the rarest class, ≥ 0; cosines lie in [-1, 1].</param>
/// <param name="scale">s &gt; 0.</param>
public sealed class LdamLoss(IReadOnlyList<int> trainImages, double largestMargin, double scale) : ClassifierLoss
{
    private readonly ClassNumbers _margins = new(Margins(trainImages, largestMargin));

    public override Tensor Forward(Tensor logits, Tensor labels, Tensor? classWeights = null)
    {
        using var scope = NewDisposeScope();
        logits = logits.AtLeastFloat32();
        var margins = _margins.As(logits);                                                         // (C)
        var own = F.one_hot(labels, logits.shape[1]).to(logits.dtype);                             // (N, C)
        return F.cross_entropy((logits - own * margins).Times(scale), labels, classWeights).MoveToOuterDisposeScope();
    }

    private static double[] Margins(IReadOnlyList<int> trainImages, double largestMargin)
    {
        double[] margins = [.. trainImages.Select(images => Math.Pow(Math.Max(images, 1), -0.25))];
        var largest = margins.Max();
        return [.. margins.Select(margin => largestMargin * margin / largest)];
    }
}
