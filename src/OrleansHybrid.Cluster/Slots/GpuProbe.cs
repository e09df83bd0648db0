using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace OrleansHybrid.Cluster.Slots;

/// <summary>Finds the machine's NVIDIA GPUs.</summary>
public static class GpuProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <returns>Their numbers in the order of the PCI bus; none where the driver's <c>nvidia-smi</c> is missing or fails.</returns>
    public static IReadOnlyList<int> FindGpus()
    {
        var question = new ProcessStartInfo("nvidia-smi", ["--query-gpu=index", "--format=csv,noheader"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(question);
            if (process is null) return [];
            var answer = process.StandardOutput.ReadToEndAsync();
            if (process.WaitForExit(Patience)) return process.ExitCode == 0 ? Parse(answer.GetAwaiter().GetResult()) : [];
            process.Kill();
            return [];
        }
        catch (Win32Exception)
        {
            return [];
        }
    }

    internal static IReadOnlyList<int> Parse(string answer) =>
    [
        .. from line in answer.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
           where int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out _)
           select int.Parse(line, CultureInfo.InvariantCulture),
    ];
}
