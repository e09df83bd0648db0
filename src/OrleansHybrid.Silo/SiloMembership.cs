using System.Net;
using OrleansHybrid.Cluster.Connection;
using OrleansHybrid.Cluster.Storage;
using OrleansHybrid.Silo.Machine;

namespace OrleansHybrid.Silo;

/// <summary>A silo's place in a cluster of several silos.</summary>
/// <param name="Cluster">The store in which the silos find each other; it also keeps the cluster's reminders.</param>
/// <param name="State">The store of grain state, chosen separately.</param>
public sealed record SiloMembership(ClusterServer Cluster, GrainStateStore State)
{
    public SiloRole Role { get; init; } = SiloRole.All;

    /// <summary>The address at which other silos, and this one's metrics, are reached.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>
    /// The certificate of the silo and the authority that it trusts, for mutual TLS; null if its ports do not authenticate.
    /// </summary>
    public ClusterIdentity? Identity { get; init; }

    /// <summary>
    /// True if everybody who can reach <see cref="Address"/> may be trusted. It must be set for any address but the loopback's if there
    /// is no <see cref="Identity"/>.
    /// </summary>
    public bool TrustsNetwork { get; init; }

    /// <summary>Port for the other silos; 0 takes a free one.</summary>
    public int SiloPort { get; init; }

    /// <summary>Port for consoles, which silos that only train do not open; 0 takes a free one.</summary>
    public int GatewayPort { get; init; }

    /// <summary>True to accept stores that may forget acknowledged writes.</summary>
    public bool AcceptsDataLoss { get; init; }

    /// <exception cref="SiloException">An option cannot be used.</exception>
    internal void Validate()
    {
        if (!IPAddress.IsLoopback(Address) && !TrustsNetwork && Identity is null)
            throw new SiloException(
                $"Anybody who reaches {Address} could command this cluster: its silos' ports require no password. "
                    + "Give every machine a certificate "
                + "(--tls DIR); or keep that address within a network that you trust, and pass --trusted-network; or leave out --address, "
                + "for silos on this machine only.");
        foreach (var port in new[] { SiloPort, GatewayPort })
            if (port is < 0 or > ushort.MaxValue)
                throw new SiloException($"The port {port} does not exist. Choose one from 1 to 65535, or 0 for a free one.");
    }

    /// <summary>Why a silo cannot join that speaks with none of the others.</summary>
    internal string WhyNotJoined =>
        $"The other silos of {Cluster} do not answer this one. "
            + (Identity is null ? "They may ask for certificates: name this machine's with --tls DIR; or "
                : Identity.LastRefusal is { } why
                    ? $"They show certificates of another authority ({why}): all silos take one of the same; or "
                : "They may ask for no certificate, or not trust this machine's: all silos take one of the same authority (--tls DIR); or ")
            + $"they do not reach {Address}: see to the network, and to --address.";

    /// <summary>The servers on which the cluster depends.</summary>
    internal IEnumerable<ClusterServer> Servers =>
        State is GrainStateStore.Redis state ? new[] { Cluster, state.Server }.Distinct() : [Cluster];

    /// <exception cref="ClusterException">A store cannot be used, or may lose acknowledged writes.</exception>
    internal async Task CheckStores()
    {
        await Cluster.Require(AcceptsDataLoss);
        if (State.IsProvenBy(Cluster) || (AcceptsDataLoss && State is GrainStateStore.Redis)) return;
        await State.RequireDurability();
    }
}
