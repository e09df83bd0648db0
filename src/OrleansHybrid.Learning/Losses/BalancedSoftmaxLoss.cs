using OrleansHybrid.Learning.Arithmetic;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace OrleansHybrid.Learning.Losses;

/// <summary>
/// The balanced softmax (Ren et al., arXiv 2007.10740):
/// <code>L = mean over i of  -log( n_y·exp(s_iy) / Σ_c n_c·exp(s_ic) )</code>
/// with y = y_i, so that the network's own logits s suit a balanced test set.
/// </summary>
/// <param name="trainImages">(C) n, training images of each class.</param>
public sealed class BalancedSoftmaxLoss(IReadOnlyList<int> trainImages) : ClassifierLoss
{
    private readonly ClassNumbers _logCounts = new([.. trainImages.Select(images => Math.Log(Math.Max(images, 1)))]);

    public override Tensor Forward(Tensor logits, Tensor labels, Tensor? classWeights = null)
    {
        using var scope = NewDisposeScope();
        logits = logits.AtLeastFloat32();
        return F.cross_entropy(logits.Plus(_logCounts.As(logits)), labels, classWeights).MoveToOuterDisposeScope();
    }
}
