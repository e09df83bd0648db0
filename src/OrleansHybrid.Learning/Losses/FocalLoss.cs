using OrleansHybrid.Learning.Arithmetic;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace OrleansHybrid.Learning.Losses;

/// <summary>
/// The focal loss (Lin et al., arXiv 1708.02002, eq. 4), in its softmax form: <c>L = mean over i of -(1 - p_i)^γ · log p_i</c>,
/// where p_i is the probability of anchor i's own class. γ = 0 is cross-entropy.
/// </summary>
/// <param name="gamma">γ ≥ 0.</param>
public sealed class FocalLoss(double gamma) : ClassifierLoss
{
    public override Tensor Forward(Tensor logits, Tensor labels, Tensor? classWeights = null)
    {
        using var scope = NewDisposeScope();
        logits = logits.AtLeastFloat32();
        var logProbability = F.log_softmax(logits, 1).gather(1, labels.unsqueeze(1)).squeeze(1);   // (N)

        // 1 - p by expm1 keeps its digits where p is near 1; off zero, the power has a finite slope for any γ.
        var doubt = logProbability.expm1().neg().AtLeast(1e-30);                                   // (N)
        var losses = -doubt.ToThePower(gamma) * logProbability;                                    // (N)
        if (classWeights is null) return losses.mean().MoveToOuterDisposeScope();

        var weights = classWeights.index_select(0, labels);                                        // (N)
        return ((losses * weights).sum() / weights.sum()).MoveToOuterDisposeScope();
    }
}
