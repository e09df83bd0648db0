using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using OrleansHybrid.Cluster.Clocks;
using OrleansHybrid.Cluster.Connection;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Storage;
using OrleansHybrid.Sweeps.Terminal;

namespace OrleansHybrid.Cluster.Hosting;

/// <summary>
/// A console's line to a running cluster. A call in flight to a silo that dies just vanishes, so calls time out soon and
/// are repeated; a timeout means "unknown", which every call of the grains allows.
/// </summary>
public sealed class ClusterConnection : IAsyncDisposable
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(2), Patience = TimeSpan
        .FromSeconds(12), Pause = TimeSpan
        .FromMilliseconds(500);

    private readonly IHost _host;
    private readonly Func<Exception, ClusterUnreachableException> _noSilo;

    private ClusterConnection(IHost host, Func<Exception, ClusterUnreachableException> noSilo) => (_host, _noSilo) = (host, noSilo);

    public IClusterClient Client => _host.Services.GetRequiredService<IClusterClient>();

    /// <summary>Repeats calls that time out, for as long as a control silo may take to come back.</summary>
    public PatientCalls Calls { get; } = new(new(), AwakeTime.System, Patience);

    /// <param name="cluster">Where its silos find each other.</param>
    /// <param name="identity">What the console shows them over mutual TLS; null for a connection without.</param>
    /// <exception cref="ClusterException">The cluster cannot be reached, or this process may open too few files.</exception>
    public static async Task<ClusterConnection> Open(
        ClusterServer cluster, ClusterIdentity? identity = null, CancellationToken cancellationToken = default)
    {
        OpenFiles.Require();
        await cluster.RequireAnswer();
        return await Open(
            client => client.JoinCluster(cluster, identity), failure => NoSilo(cluster, identity, failure), cancellationToken);
    }

    /// <summary>Joins the silo that works on a state folder of this machine.</summary>
    /// <param name="secret">The secret of the folder.</param>
    /// <exception cref="ClusterException">The silo does not answer, or this process may open too few files.</exception>
    public static Task<ClusterConnection> Open(
        LocalGateway gateway, string secret, string folder, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(gateway);
        OpenFiles.Require();
        return Open(
            client => client.UseLocalhostClustering(gateway.Port).ShowSecret(secret),
            failure => new($"The run that works on {folder} does not answer now. Ask again, or see whether it has ended.", failure),
            cancellationToken);
    }

    private static async Task<ClusterConnection> Open(
        Func<IClientBuilder, IClientBuilder> join, Func<Exception, ClusterUnreachableException> noSilo, CancellationToken cancellationToken)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSweepSerialization();
        builder.UseOrleansClient(client =>
        {
            var begun = AwakeTime.System.GetTimestamp();
            join(client).UseConnectionRetryFilter(async (_, stop) =>
            {
                await Task.Delay(Pause, TimeProvider.System, stop);
                return AwakeTime.System.GetElapsedTime(begun) < Patience;
            });
            client.Services.Configure<ClientMessagingOptions>(messaging => messaging.ResponseTimeout = CallTimeout);
            // A control silo that restarts has another address.
            client.Services.Configure<GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = CallTimeout);
        });

        var host = builder.Build();
        try
        {
            await host.StartAsync(cancellationToken);
            return new(host, noSilo);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            host.Dispose();
            throw noSilo(failure);
        }
    }

    /// <summary>Asks until there is an answer, or the patience is over.</summary>
    /// <exception cref="ClusterException">No silo answered.</exception>
    /// <exception cref="GrainStorageException">The cluster answers, and its storage does not work.</exception>
    public async Task<T> Ask<T>(Func<IClusterClient, Task<T>> question)
    {
        try
        {
            return await Calls.Repeat(() => question(Client));
        }
        catch (Exception failure) when (
            failure is not GrainStorageException && failure is TimeoutException or OrleansException or OperationCanceledException)
        {
            throw _noSilo(failure);
        }
    }

    /// <inheritdoc cref="Ask{T}"/>
    public Task Ask(Func<IClusterClient, Task> question) => Ask<object?>(async client =>
    {
        await question(client);
        return null;
    });

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private static ClusterUnreachableException NoSilo(ClusterServer cluster, ClusterIdentity? identity, Exception failure) => new(
        $"No control silo of the cluster {cluster} answers. Start one with: "
            + $"{HybridCommand.Of("silo", "--role", "control", "--cluster", cluster.Setting)} "
        + "(what runs goes on meanwhile, and nothing that was acknowledged is lost). "
            + (identity is null ? "Where its silos ask for certificates, name this machine's with --tls DIR."
                : identity.LastRefusal is { } why ? $"Or its silos show certificates of another authority: {why}."
                : "Or they ask for no certificate, or do not trust this machine's: all take one of the same authority (--tls DIR)."),
        failure);
}
