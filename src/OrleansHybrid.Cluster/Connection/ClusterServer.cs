using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;

namespace OrleansHybrid.Cluster.Connection;

/// <summary>
/// Where the silos and consoles of one cluster find each other, and where its reminders are, as a setting names it:
/// <c>redis:…</c> (<see cref="RedisServer"/>) or <c>azure:…</c> (<see cref="AzureAccount"/>).
/// </summary>
public abstract class ClusterServer
{
    // One cluster a server, as its setting tells them apart: a database of Redis, a name within an account of Azure.
    private const string Name = "orleanshybrid";

    /// <summary>All that names the server, with its options; each secret of it is <c>…</c>.</summary>
    public abstract string Setting { get; }

    /// <exception cref="ClusterException">It is no such setting.</exception>
    public static ClusterServer Parse(string setting) => setting.StartsWith(AzureAccount.Scheme, StringComparison.Ordinal)
        ? AzureAccount.Parse(setting)
        : RedisServer.Parse(setting);

    /// <summary>Whether a silo can use it, and whether it keeps what it acknowledges. What is missing is made.</summary>
    /// <param name="acceptsDataLoss">Whether it may forget what it acknowledged.</param>
    /// <exception cref="ClusterException">It cannot be used; the message says why, with the remedy.</exception>
    public abstract Task Require(bool acceptsDataLoss = false);

    /// <summary>Whether somebody who joins as a client finds a cluster there.</summary>
    /// <exception cref="ClusterException">It does not answer, or there never was a cluster.</exception>
    public abstract Task RequireAnswer();

    /// <summary>What <see cref="Require"/> has found, for people.</summary>
    public abstract string Proven { get; }

    /// <summary>A line for what is asked again and again.</summary>
    public abstract ServerLine OpenLine();

    internal abstract void AddMembers(ISiloBuilder silo);

    internal abstract void AddGateways(IClientBuilder client);

    internal static void SetName(IServiceCollection services) =>
        services.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (Name, Name));
}

public static class ClusterMembers
{
    /// <summary>Members and reminders of the cluster.</summary>
    /// <param name="identity">What the silo shows the others over mutual TLS; null for connections without.</param>
    public static ISiloBuilder JoinCluster(this ISiloBuilder silo, ClusterServer server, ClusterIdentity? identity)
    {
        if (identity is not null) silo.UseMutualTls(identity);
        ClusterServer.SetName(silo.Services);
        server.AddMembers(silo);
        return silo;
    }

    /// <inheritdoc cref="JoinCluster(ISiloBuilder, ClusterServer, ClusterIdentity?)"/>
    public static IClientBuilder JoinCluster(this IClientBuilder client, ClusterServer server, ClusterIdentity? identity)
    {
        if (identity is not null) client.UseMutualTls(identity);
        ClusterServer.SetName(client.Services);
        server.AddGateways(client);
        return client;
    }
}
