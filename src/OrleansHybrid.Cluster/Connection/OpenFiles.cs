using System.Globalization;

namespace OrleansHybrid.Cluster.Connection;

/// <summary>The number of files and connections that this process may have open at a time.</summary>
public static class OpenFiles
{
    // The runtime holds a file for each of some 270 assemblies; then come connections, and three pipes for each trainer.
    private const int Least = 512;

    private const string Limits = "/proc/self/limits", Row = "Max open files";

    /// <exception cref="ClusterException">Too few: what fails first, and how, is left to chance then.</exception>
    public static void Require()
    {
        if (File.Exists(Limits)) Require(File.ReadAllText(Limits));
    }

    /// <param name="limits">As Linux writes them; the runtime has raised the first to the second number already.</param>
    internal static void Require(string limits)
    {
        var row = limits.Split('\n').FirstOrDefault(line => line.StartsWith(Row, StringComparison.Ordinal)) ?? Row;
        if (!int.TryParse(row[Row.Length..].Trim().Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            || limit >= Least)
            return;
        throw new ClusterException(
            $"This process may have {limit} files open at a time, and it takes {Least}. Raise the hard limit: "
                + "'ulimit -Hn 4096', or LimitNOFILE=4096 of its service.");
    }
}
