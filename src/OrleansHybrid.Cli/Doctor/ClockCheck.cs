using System.Globalization;
using OrleansHybrid.Cluster.Connection;
using OrleansHybrid.Sweeps.Doctor;

namespace OrleansHybrid.Cli.Doctor;

/// <summary>The clock: plausible, kept by somebody, and near that of the cluster's server.</summary>
internal sealed class ClockCheck() : MachineCheck("clock")
{
    private const int Samples = 3;

    private const string Set = "Set it by NTP: timedatectl set-ntp true, or chronyc makestep.";

    // A time zone that was taken for UTC somewhere on the way makes a file young by half a day.
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    protected override async Task<CheckResult> Run(Machine machine, CancellationToken stop)
    {
        var now = TimeProvider.System.GetUtcNow();
        var built = File.GetLastWriteTimeUtc(Path.Combine(AppContext.BaseDirectory, "hybrid.dll"));
        try
        {
            return machine.Cluster() is { } server ? await Compare(now, server) : Judge(now, built, KernelClock.IsKept());
        }
        catch (ClusterException)
        {
            return Skipped($"{Words(now)}; the server of the cluster cannot be asked for its own");
        }
    }

    private async Task<CheckResult> Compare(DateTimeOffset now, ClusterServer server)
    {
        await using var line = server.OpenLine();
        var skew = await ClockSkew.Measure(line, TimeProvider.System, Samples);
        return skew.IsTooLarge
            ? CheckResult.Explained(Name, CheckState.Broken, skew.Explain(server))
            : Ok(string.Create(CultureInfo.InvariantCulture, $"{Words(now)}, {skew.Ahead.Duration().TotalSeconds:0.0} s from {server}"));
    }

    /// <param name="now">As this machine believes.</param>
    /// <param name="built">When this program was built.</param>
    /// <param name="isKept">True if something sets it by a time server; null if nobody knows.</param>
    internal CheckResult Judge(DateTimeOffset now, DateTimeOffset built, bool? isKept)
    {
        if (now < built - Day)
            return Warning($"{Words(now)}, which is before this program was built ({Words(built)})", Set);
        return Ok(isKept switch
        {
            true => $"{Words(now)}, kept by a time server",
            false => $"{Words(now)}; the system does not say that a time server keeps it, which the machines of a cluster need",
            null => Words(now),
        });
    }

    private static string Words(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
