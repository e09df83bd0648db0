using OrleansHybrid.Learning.Optimisation;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Training;

/// <summary>
/// A learner's tensors as they are at this moment, readable from any thread until its next optimiser step. What the passes
/// before that change by themselves is copied, which is little.
/// </summary>
public sealed class LearnerSnapshot : IDisposable
{
    private readonly SgdMomentum _optimiser;
    private readonly KeyValuePair<string, Tensor>[] _statistics;

    public LearnerSnapshot(HybridLearner learner)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        _optimiser = learner.Optimiser;
        _statistics = [.. learner.Statistics.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.clone().DetachFromDisposeScope()))];
        Prototypes = learner.Network.Prototypes()?.DetachFromDisposeScope();
    }

    /// <summary>Every parameter and batch-normalisation statistic by its name.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> Weights => _optimiser.Weights.Concat(_statistics);

    /// <summary>The optimiser's buffers by their parameter's name.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> Buffers => _optimiser.Buffers;

    /// <summary>(C, D) or (C, M, D) unit vectors; null for a loss without prototypes.</summary>
    public Tensor? Prototypes { get; }

    public void Dispose()
    {
        foreach (var (_, statistic) in _statistics) statistic.Dispose();
        Prototypes?.Dispose();
    }
}
