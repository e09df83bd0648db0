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
/// <param name="Trials">Trials that it takes at once, at most; 0 from an agent of an older version, which takes one.</param>
[GenerateSerializer, Immutable, Alias("slot-offer")]
public sealed record SlotOffer(
    [property: Id(0)] string Agent,
    [property: Id(1)] SlotKind Kind,
    [property: Id(2)] string[] Free,
    [property: Id(3)] int Total,
    [property: Id(4)] DataSeen[]? Data = null,
    [property: Id(5)] SlotsAside[]? Aside = null,
    [property: Id(6)] int Trials = 0)
{
    /// <summary>Names of all slots on which nothing trains, whether they are offered or not.</summary>
    internal IReadOnlyCollection<string> Idle => Aside is null ? Free : [.. Free, .. Aside.SelectMany(aside => aside.Slots)];

    /// <summary>Trials that the answer may lease, at most.</summary>
    internal int MostTrials => Math.Max(1, Trials);

    /// <summary>The offer of what is left of it when trials have taken some slots.</summary>
    internal SlotOffer Without(params IEnumerable<TrialLease> leases) =>
        this with { Free = [.. Free.Except(leases.SelectMany(lease => lease.Slots))] };

    /// <returns>Null where the agent has not looked at it yet.</returns>
    internal DataSeen? SeenOf(DatasetName dataset) =>
        DataFingerprint.OfBuiltIn(dataset) is { } known ? new(dataset, known) : Data?.FirstOrDefault(seen => seen.Dataset == dataset);
}

/// <summary>The scheduler's answer.</summary>
/// <param name="Lease">Null where no sweep has a trial for these slots now.</param>
/// <param name="LookAt">A data set that the agent should look at, or look at again: a sweep wants to know what it has of it.</param>
/// <param name="More">The leases besides the first, each of other slots; null for none.</param>
[GenerateSerializer, Immutable, Alias("slot-answer")]
public sealed record SlotAnswer(
    [property: Id(0)] TrialLease? Lease,
    [property: Id(1)] DatasetName? LookAt = null,
    [property: Id(2)] TrialLease[]? More = null)
{
    /// <summary>All leases of the answer.</summary>
    public IReadOnlyList<TrialLease> Leases => Lease is null ? [] : [Lease, .. More ?? []];

    internal static SlotAnswer Of(IReadOnlyList<TrialLease> leases, DatasetName? lookAt) =>
        new(leases.Count > 0 ? leases[0] : null, lookAt, leases.Count > 1 ? [.. leases.Skip(1)] : null);
}
