using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Cluster.Contracts;

/// <summary>The data that a silo sees under the name of a data set.</summary>
/// <param name="Fingerprint">Null where it cannot be read, and while the silo reads it.</param>
/// <param name="Fault">Why it cannot be read, with the remedy; null where it can.</param>
[GenerateSerializer, Immutable, Alias("data-seen")]
public sealed record DataSeen(
    [property: Id(0)] DatasetName Dataset, [property: Id(1)] DataFingerprint? Fingerprint, [property: Id(2)] string? Fault = null)
{
    internal bool IsLooking => Fingerprint is null && Fault is null;
}
