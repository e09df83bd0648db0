using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Losses;

/// <summary>
/// A loss of the contrastive branch. It is a module: what it keeps of a training, in buffers, is part of the network's state,
/// and so of a checkpoint.
/// </summary>
public abstract class ContrastiveLoss() : nn.Module(nameof(ContrastiveLoss))
{
    /// <summary>The prototypes that it compares with: (C, D), or (C, M, D) for M of each class; null for a loss without.</summary>
    /// <param name="classes">C.</param>
    /// <param name="dimension">D.</param>
    public virtual long[]? PrototypeShape(long classes, long dimension) => null;

    /// <summary>Called before the first step of each epoch in which the branch is on; not again where a training goes on within
    /// one.</summary>
    public virtual void BeginEpoch()
    {
    }

    /// <summary>Takes note of a step's views; called once a step, before their loss is asked for.</summary>
    /// <inheritdoc cref="Forward"/>
    public virtual void Observe(Tensor z, Tensor labels)
    {
    }

    /// <param name="z">(2B, D) unit vectors: the first views of B images, then the second views in the same order.</param>
    /// <param name="labels">(2B) class numbers, int64, in the same order.</param>
    /// <param name="prototypes">Unit vectors of <see cref="PrototypeShape"/>; null for a loss without.</param>
    /// <returns>A scalar, float32 or float64 as <paramref name="z"/> is: the mean over the anchors.</returns>
    public abstract Tensor Forward(Tensor z, Tensor labels, Tensor? prototypes = null);
}
