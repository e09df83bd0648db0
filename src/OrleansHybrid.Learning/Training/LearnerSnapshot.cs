using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Training;

/// <summary>
/// A learner's tensors as they are at this moment, while it trains on. Taking them copies only what a step changes in
/// place, which is little: the parameters and the optimiser's buffers are left alone by the next step. Take it on the
/// training thread; use it on any one.
/// </summary>
public sealed class LearnerSnapshot : IDisposable
{
    private readonly SgdMomentum _optimiser;
    private readonly Tensor _values, _buffers;
    private readonly KeyValuePair<string, Tensor>[] _statistics;

    public LearnerSnapshot(HybridLearner learner)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        _optimiser = learner.Optimiser;
        (_values, _buffers) = _optimiser.Freeze();
        _statistics = [.. learner.Network.Statistics.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.clone().DetachFromDisposeScope()))];
        Prototypes = learner.Network.Prototypes()?.DetachFromDisposeScope();
    }

    /// <summary>Every parameter and batch-normalisation statistic by its name.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> Weights => _optimiser.ByName(_values).Concat(_statistics);

    /// <summary>The optimiser's buffers by their parameter's name.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> Buffers => _optimiser.ByName(_buffers);

    /// <summary>(C, D) or (C, M, D) unit vectors; null for a loss without prototypes.</summary>
    public Tensor? Prototypes { get; }

    public void Dispose()
    {
        _values.Dispose();
        _buffers.Dispose();
        foreach (var (_, statistic) in _statistics) statistic.Dispose();
        Prototypes?.Dispose();
    }
}
