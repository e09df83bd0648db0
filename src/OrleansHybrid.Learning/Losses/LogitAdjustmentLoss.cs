using OrleansHybrid.Learning.Arithmetic;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace OrleansHybrid.Learning.Losses;

/// <summary>
/// Cross-entropy of logits that are raised by what the class frequencies π explain (Menon et al., arXiv 2007.07314,
/// eq. 10), so that the network's own logits suit a balanced test set:
/// <code>L = mean over i of  -log( exp(s_iy + τ·log π_y) / Σ_c exp(s_ic + τ·log π_c) )</code>
/// with y = y_i. With τ = 1 it is the balanced softmax (Ren et al., arXiv 2007.10740).
/// </summary>
/// <param name="trainImages">(C) training images of each class.</param>
/// <param name="tau">τ ≥ 0.</param>
public sealed class LogitAdjustmentLoss(IReadOnlyList<int> trainImages, double tau) : ClassifierLoss
{
    private readonly ClassNumbers _offsets =
        new([.. trainImages.Select(images => tau * Math.Log(Math.Max(images, 1) / (double)trainImages.Sum()))]);

    public override Tensor Forward(Tensor logits, Tensor labels, Tensor? classWeights = null)
    {
        using var scope = NewDisposeScope();
        logits = logits.AtLeastFloat32();
        return F.cross_entropy(logits.Plus(_offsets.As(logits)), labels, classWeights).MoveToOuterDisposeScope();
    }
}
