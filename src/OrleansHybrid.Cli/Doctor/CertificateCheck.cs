using System.Globalization;
using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cluster.Connection;
using OrleansHybrid.Sweeps.Doctor;

namespace OrleansHybrid.Cli.Doctor;

/// <summary>The certificate that this machine shows the silos of its cluster.</summary>
internal sealed class CertificateCheck() : MachineCheck("tls")
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    protected override Task<CheckResult> Run(Machine machine, CancellationToken stop) => Task.FromResult(
        ConsoleSettings.Find(ConsoleSettings.TlsKey) is { } folder
            ? Judge(folder, ClusterIdentity.Read(folder).Own.NotAfter, TimeProvider.System.GetUtcNow())
            : Skipped("no certificate is named; silos of other machines need one, or a trusted network"));

    internal CheckResult Judge(string folder, DateTimeOffset ends, DateTimeOffset now)
    {
        var found = $"{folder} is valid until {ends.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";
        return ends - now < Soon
            ? Warning(found, "Issue a new certificate before that day; what runs takes renewed files up by itself.")
            : Ok(found);
    }
}
