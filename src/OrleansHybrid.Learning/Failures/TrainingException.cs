using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Learning.Failures;

/// <summary>A training that cannot go on, for a reason that has a name.</summary>
public sealed class TrainingException(FailureKind kind, string message, Exception? inner = null) : Exception(message, inner)
{
    public TrialFailure Failure { get; } = new(kind, message);
}
