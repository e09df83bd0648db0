using System.Globalization;

namespace OrleansHybrid.Cli.Doctor;

/// <summary>The limit of a Linux control group on the time that its processes may compute.</summary>
internal static class CpuQuota
{
    private const string Mount = "sys/fs/cgroup";

    /// <param name="root">Of the file system.</param>
    /// <returns>Cores that this process may use on average; null where there is no limit.</returns>
    public static double? Find(string root = "/")
    {
        double? least = null;
        foreach (var quota in UnifiedGroups(root).Select(ReadUnified).Append(ReadFormer(root)))
            if (quota < (least ?? double.PositiveInfinity))
                least = quota;
        return least;
    }

    // Version 2: every group from this process's own up to the mount may have a limit.
    private static IEnumerable<string> UnifiedGroups(string root)
    {
        var mount = Path.Combine(root, Mount);
        var own = Text(Path.Combine(root, "proc/self/cgroup"))
            .Split('\n')
            .FirstOrDefault(line => line.StartsWith("0::/", StringComparison.Ordinal));
        for (var group = own?["0::/".Length..].Trim() ?? ""; group.Length > 0; group = Path.GetDirectoryName(group) ?? "")
            yield return Path.Combine(mount, group);
        yield return mount;
    }

    // "150000 100000" is a core and a half; "max 100000" no limit.
    private static double? ReadUnified(string group) =>
        Text(Path.Combine(group, "cpu.max")).Split(' ') is [var quota, var period] ? Cores(quota, period) : null;

    // Version 1; -1 is no limit.
    private static double? ReadFormer(string root) => Cores(
        Text(Path.Combine(root, Mount, "cpu/cpu.cfs_quota_us")), Text(Path.Combine(root, Mount, "cpu/cpu.cfs_period_us")));

    private static double? Cores(string quota, string period) =>
        double.TryParse(quota, NumberStyles.None, CultureInfo.InvariantCulture, out var time)
        && double.TryParse(period.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var of) && of > 0
            ? time / of
            : null;

    private static string Text(string file)
    {
        try
        {
            return File.Exists(file) ? File.ReadAllText(file).Trim() : "";
        }
        catch (Exception hidden) when (hidden is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
