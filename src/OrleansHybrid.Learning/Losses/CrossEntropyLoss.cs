using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace OrleansHybrid.Learning.Losses;

/// <summary>Cross-entropy of the softmax: <c>L = mean over i of -log( exp(s_iy) / Σ_c exp(s_ic) )</c>, with y = y_i.</summary>
public sealed class CrossEntropyLoss : ClassifierLoss
{
    public override Tensor Forward(Tensor logits, Tensor labels, Tensor? classWeights = null)
    {
        using var scope = NewDisposeScope();
        return F.cross_entropy(logits.AtLeastFloat32(), labels, classWeights).MoveToOuterDisposeScope();
    }
}
