using OrleansHybrid.Cluster.Contracts;

namespace OrleansHybrid.Cluster.Reading;

/// <summary>The silos of a cluster, as the console and the page list them.</summary>
public static class Fleet
{
    /// <param name="withLeft">True for silos that have left as well, while the cluster remembers them.</param>
    /// <returns>The silos in the order of their start.</returns>
    public static async Task<IReadOnlyList<FleetSilo>> Read(IGrainFactory grains, PatientCalls calls, bool withLeft)
    {
        ArgumentNullException.ThrowIfNull(calls);
        var members = await calls.Repeat(() => grains.GetGrain<IManagementGrain>(0).GetDetailedHosts(onlyActive: !withLeft));
        var training = (await calls.Repeat(grains.GetScheduler().Silos)).ToDictionary(silo => silo.Address);
        return
        [
            .. from member in members
               let address = member.SiloAddress.ToParsableString()
               orderby member.StartTime, address
               select new FleetSilo(member, training.GetValueOrDefault(address)),
        ];
    }
}

/// <param name="Training">Its slots; null if it trains nothing.</param>
public sealed record FleetSilo(MembershipEntry Member, TrainingSilo? Training)
{
    /// <summary>Its address without the generation.</summary>
    public string Address => SiloPlace.Of(Member.SiloAddress.ToParsableString());

    public string Status => Member.Status.ToString().ToLowerInvariant();

    /// <summary>Trains, or control; null for a silo that is not active.</summary>
    public string? Role => Training is not null ? "trains" : Member.Status is SiloStatus.Active ? "control" : null;

    /// <summary>The slots that are set aside, and why; null for none.</summary>
    public string? Aside => Training?.Aside is { } aside ? string.Join("; ", aside.Select(slots => slots.ToString())) : null;

    public DateTime Started => DateTime.SpecifyKind(Member.StartTime, DateTimeKind.Utc);
}
