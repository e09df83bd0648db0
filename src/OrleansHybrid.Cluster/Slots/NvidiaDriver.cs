namespace OrleansHybrid.Cluster.Slots;

/// <summary>The NVIDIA driver of this machine.</summary>
/// <param name="Version">As it tells it: <c>570.133.20</c>.</param>
/// <param name="HasParts">True if a GPU is divided into parts (MIG), which trainings name instead of it.</param>
public sealed record NvidiaDriver(string Version, bool HasParts)
{
    /// <summary>The oldest that CUDA 12 works with ("CUDA Toolkit Release Notes", minor version compatibility).</summary>
    public static readonly Version Oldest = new(525, 60, 13);

    /// <summary>True if the driver's tool is here, whether it works or not.</summary>
    public static bool IsInstalled => NvidiaSmi.IsInstalled;

    /// <summary>True if CUDA 12 does not work with it; false also where its version cannot be read.</summary>
    public bool IsTooOld => System.Version.TryParse(Version, out var version) && version < Oldest;

    /// <returns>Null if there is none, or if it does not tell.</returns>
    public static NvidiaDriver? Find() => Find(NvidiaSmi.Ask);

    /// <param name="ask">Asks the driver for a column. An old one does not know all of them.</param>
    internal static NvidiaDriver? Find(Func<string, DriverAnswer> ask) =>
        Lines(ask("driver_version")) is [var version, ..]
            ? new(version, Lines(ask("mig.mode.current")).Contains("Enabled", StringComparer.Ordinal))
            : null;

    private static string[] Lines(DriverAnswer answer) => answer is DriverAnswer.Said { Text: var text }
        ? text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        : [];
}
