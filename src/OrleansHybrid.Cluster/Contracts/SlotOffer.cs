using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Cluster.Contracts;

/// <summary>The hardware that the slots of a silo are shares of.</summary>
public enum SlotKind { Cpu, Gpu }

/// <summary>A slot agent's question for work.</summary>
/// <param name="Agent">The agent's silo address.</param>
/// <param name="Kind">The kind of all the agent's slots.</param>
/// <param name="Free">Names of the slots on which nothing trains; whatever lease they had is over.</param>
/// <param name="Total">The agent's slots, free or not, without those that are set aside.</param>
/// <param name="Data">The data that the agent sees under the names of the data sets that it was asked to look at; null for none.</param>
/// <param name="Aside">The slots that are set aside, on which nothing trains either; null for none.</param>
[GenerateSerializer, Immutable, Alias("slot-offer")]
public sealed record SlotOffer(
    [property: Id(0)] string Agent,
    [property: Id(1)] SlotKind Kind,
    [property: Id(2)] string[] Free,
    [property: Id(3)] int Total,
    [property: Id(4)] DataSeen[]? Data = null,
    [property: Id(5)] SlotsAside[]? Aside = null)
{
    /// <summary>Names of all slots on which nothing trains, whether they are offered or not.</summary>
    internal IReadOnlyCollection<string> Idle => Aside is null ? Free : [.. Free, .. Aside.SelectMany(aside => aside.Slots)];

    /// <returns>Null where the agent has not looked at it yet.</returns>
    internal DataSeen? SeenOf(DatasetName dataset) =>
        DataFingerprint.OfBuiltIn(dataset) is { } known ? new(dataset, known) : Data?.FirstOrDefault(seen => seen.Dataset == dataset);
}

/// <summary>The scheduler's answer.</summary>
/// <param name="Lease">Null where no sweep has a trial for these slots now.</param>
/// <param name="LookAt">A data set that the agent should look at, or look at again: a sweep wants to know what it has of it.</param>
[GenerateSerializer, Immutable, Alias("slot-answer")]
public sealed record SlotAnswer([property: Id(0)] TrialLease? Lease, [property: Id(1)] DatasetName? LookAt = null);
