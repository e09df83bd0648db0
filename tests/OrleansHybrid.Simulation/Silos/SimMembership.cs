using System.Collections.Immutable;

namespace OrleansHybrid.Simulation.Silos;

/// <summary>The members of the cluster, as its silos see them.</summary>
internal sealed class SimMembership(Worlds.World world) : IClusterMembershipService
{
    public ClusterMembershipSnapshot CurrentSnapshot => world.Members;

    public IAsyncEnumerable<ClusterMembershipSnapshot> MembershipUpdates => throw new NotSupportedException();

    public ValueTask Refresh(MembershipVersion minimumVersion = default, CancellationToken cancellationToken = default) => default;

    public Task<bool> TryKill(SiloAddress siloAddress) => throw new NotSupportedException();

    /// <param name="version">Rises with every change.</param>
    public static ClusterMembershipSnapshot Of(IEnumerable<SimSilo> silos, long version) => new(
        silos.Where(silo => silo.IsMember).ToImmutableDictionary(
            silo => silo.SiloAddress, silo => new ClusterMember(silo.SiloAddress, SiloStatus.Active, silo.Name)),
        new(version));
}
