using Azure.Core;
using Azure.Core.Pipeline;

namespace OrleansHybrid.Cluster.Connection;

/// <summary>How clients of Azure's services ask.</summary>
internal static class AzureClients
{
    /// <remarks>
    /// The packages' own defaults hold a call up for minutes, and the membership and reminders of a silo with it. What is busy
    /// (429, 503) is asked again after the time that it names.
    /// </remarks>
    public static T Patiently<T>(this T options)
        where T : ClientOptions
    {
        options.Retry.Mode = RetryMode.Exponential;
        options.Retry.MaxRetries = 2;
        options.Retry.Delay = TimeSpan.FromMilliseconds(200);
        options.Retry.MaxDelay = TimeSpan.FromSeconds(2);
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(20);
        // Not the shared one: a server that is away must not be waited for in a queue of connections.
        options.Transport = new HttpClientTransport(
            new HttpClient(
                new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(5), PooledConnectionLifetime = TimeSpan.FromMinutes(2) }));
        return options;
    }
}
