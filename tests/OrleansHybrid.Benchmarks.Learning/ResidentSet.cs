using System.Globalization;

namespace OrleansHybrid.Benchmarks.Learning;

/// <summary>This process's resident set, from Linux's <c>/proc</c> (proc_pid_status(5)).</summary>
internal static class ResidentSet
{
    public static long Bytes => Read("VmRSS:");

    /// <summary>The highest it was since the start or the last <see cref="ForgetPeak"/>.</summary>
    public static long PeakBytes => Read("VmHWM:");

    /// <summary>Brings the peak down to the present (proc_pid_clear_refs(5)).</summary>
    public static void ForgetPeak() => File.WriteAllText("/proc/self/clear_refs", "5");

    private static long Read(string field)
    {
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(field, StringComparison.Ordinal));
        return 1024 * long.Parse(line.AsSpan(field.Length, line.Length - field.Length - " kB".Length), CultureInfo.InvariantCulture);
    }
}
