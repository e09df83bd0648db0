using System.Globalization;

namespace OrleansHybrid.Cluster.Connection;

/// <summary>The lead of this machine's clock over a server's.</summary>
/// <param name="Ahead">Negative where it is behind.</param>
/// <param name="Uncertainty">How much of it the way to the server and back may be.</param>
public readonly record struct ClockSkew(TimeSpan Ahead, TimeSpan Uncertainty)
{
    /// <summary>
    /// What a clock may be off. Who has not written itself down as alive for 15 s by the reader's clock has no say in who is
    /// dead, so two clocks that are off to either side must be less apart than that, with the 5 s between two such writes.
    /// </summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    public bool IsTooLarge => Ahead.Duration() - Uncertainty > Limit;

    /// <summary>Asks the server for its time, and again for a quicker answer that tells it better.</summary>
    /// <exception cref="ClusterException">The server does not answer.</exception>
    public static async Task<ClockSkew> Measure(ServerLine line, TimeProvider time, int samples = 1)
    {
        var best = await Sample(line, time);
        for (var sample = 1; sample < samples; sample++)
            if (await Sample(line, time) is var next && next.Uncertainty < best.Uncertainty)
                best = next;
        return best;
    }

    /// <summary>The fault, with the figure and the remedy.</summary>
    /// <param name="server">Whose clock it was compared with.</param>
    public string Explain(ClusterServer server) => string.Create(
        CultureInfo.InvariantCulture,
        $"The clock of {Environment.MachineName} is {Words(Ahead.Duration())} {(Ahead < TimeSpan.Zero ? "behind" : "ahead of")} that of "
            + $"{server}, and silos whose clocks are more than "
        + $"{Limit.TotalSeconds:0} s apart take each other for dead. Set the clock that is wrong, this machine's or the server's, by NTP: "
            + $"timedatectl set-ntp true, or chronyc makestep.");

    private static async Task<ClockSkew> Sample(ServerLine line, TimeProvider time)
    {
        var (begun, before) = (time.GetTimestamp(), time.GetUtcNow());
        var (there, uncertainty) = await line.Clock();
        var half = time.GetElapsedTime(begun) / 2;
        return new(before + half - there, half + uncertainty);
    }

    private static string Words(TimeSpan time) => time < TimeSpan.FromMinutes(2)
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(time.TotalHours):0}h {time.Minutes}m {time.Seconds}s");
}
