using Orleans.Concurrency;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Contracts;

/// <summary>
/// What the training of one recipe on one data set gave, whichever sweep it was trained for. Key:
/// <see cref="TrialSpec.ResultKey"/>. The first trial to complete is the one that is remembered,
/// until one has a metric besides that the former was not asked for.
/// </summary>
[Alias("result")]
public interface IResultGrain : IGrainWithStringKey
{
    /// <returns>Null where no trial of this recipe and data has completed.</returns>
    [Alias("find"), AlwaysInterleave]
    Task<KnownResult?> Find();

    [Alias("record")]
    Task Record(KnownResult result);
}

/// <param name="Trial">The trial that was trained: its record has the epochs, its folder the checkpoint.</param>
[GenerateSerializer, Immutable, Alias("known-result")]
public sealed record KnownResult([property: Id(0)] TrialId Trial, [property: Id(1)] TrialResult Result);
