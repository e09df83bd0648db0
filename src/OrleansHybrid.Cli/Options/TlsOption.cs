using System.CommandLine;
using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cluster.Connection;

namespace OrleansHybrid.Cli.Options;

/// <summary>The option that names this machine's certificate for the silos of a cluster.</summary>
internal static class TlsOption
{
    public static Option<string?> Create() => new("--tls")
    {
        Description = "Folder with tls.crt, tls.key and ca.crt (PEM), for mutual TLS with the cluster's silos; "
            + "ORLEANSHYBRID_TLS or the settings file unless given.",
        HelpName = "DIR",
        DefaultValueFactory = _ => ConsoleSettings.Find(ConsoleSettings.TlsKey),
    };

    /// <returns>Null if no certificate is given.</returns>
    /// <exception cref="ClusterException">The certificate cannot be used.</exception>
    public static ClusterIdentity? Identity(this ParseResult arguments, Option<string?> tls) =>
        arguments.GetValue(tls) is { Length: > 0 } folder ? ClusterIdentity.Read(folder) : null;
}
