using System.Net;
using OrleansHybrid.Cluster.Connection;
using OrleansHybrid.Cluster.Storage;
using OrleansHybrid.Silo.Machine;

namespace OrleansHybrid.Silo;

/// <summary>A silo's place in a cluster of several.</summary>
/// <param name="Cluster">Where the silos find each other; keeps the cluster's reminders as well.</param>
/// <param name="State">Where the grains keep their state: a choice of its own.</param>
public sealed record SiloMembership(RedisServer Cluster, GrainStateStore State)
{
    public SiloRole Role { get; init; } = SiloRole.All;

    /// <summary>Where other silos, and this one's metrics, are reached.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>What the silo shows the others, and whom it believes, over mutual TLS; null where its ports ask nobody who they are.</summary>
    public ClusterIdentity? Identity { get; init; }

    /// <summary>
    /// Whether everybody who reaches <see cref="Address"/> may be trusted: without an <see cref="Identity"/> one must say so
    /// for any address but the loopback's.
    /// </summary>
    public bool TrustsNetwork { get; init; }

    /// <summary>Port for the other silos; 0 takes a free one.</summary>
    public int SiloPort { get; init; }

    /// <summary>Port for consoles, which silos that only train do not open; 0 takes a free one.</summary>
    public int GatewayPort { get; init; }

    /// <summary>Whether stores that may forget what they acknowledged will do.</summary>
    public bool AcceptsDataLoss { get; init; }

    /// <exception cref="SiloException">An option cannot be used.</exception>
    internal void Validate()
    {
        if (!IPAddress.IsLoopback(Address) && !TrustsNetwork && Identity is null)
            throw new SiloException(
                $"Whoever reaches {Address} could command this cluster: its silos' ports ask for no password. Give every machine a certificate "
                + "(--tls DIR); or keep that address to a network that you trust, and say so with --trusted-network; or leave --address out, "
                + "for silos of this machine alone.");
        foreach (var port in new[] { SiloPort, GatewayPort })
            if (port is < 0 or > ushort.MaxValue)
                throw new SiloException($"The port {port} does not exist. Choose one from 1 to 65535, or 0 for a free one.");
    }

    /// <summary>The servers on which the cluster depends.</summary>
    internal IEnumerable<RedisServer> Servers => State is GrainStateStore.Redis state ? new[] { Cluster, state.Server }.Distinct() : [Cluster];

    /// <exception cref="ClusterException">A store does not answer, or may lose what it acknowledged.</exception>
    internal async Task CheckStores()
    {
        if (AcceptsDataLoss) return;
        await RedisDurability.Require(Cluster);
        if (State != new GrainStateStore.Redis(Cluster)) await State.RequireDurability();
    }
}
