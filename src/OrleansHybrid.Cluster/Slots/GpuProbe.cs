using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace OrleansHybrid.Cluster.Slots;

/// <summary>One NVIDIA GPU of this machine.</summary>
/// <param name="Index">Its number in the order of the PCI bus.</param>
/// <param name="Uuid">The driver's own name for it: <c>GPU-…</c>.</param>
/// <param name="MemoryMiB">All its memory.</param>
public sealed record Gpu(int Index, string Uuid, string Name, int MemoryMiB)
{
    public override string ToString() => $"{Name}, {MemoryMiB / 1024.0:0.#} GiB";
}

/// <summary>Finds the machine's NVIDIA GPUs.</summary>
public static class GpuProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <returns>In the order of the PCI bus; none where the driver's <c>nvidia-smi</c> is missing or fails.</returns>
    public static IReadOnlyList<Gpu> FindGpus()
    {
        var question = new ProcessStartInfo("nvidia-smi", ["--query-gpu=index,uuid,memory.total,name", "--format=csv,noheader,nounits"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(question);
            if (process is null) return [];
            var (answer, _) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            if (process.WaitForExit(Patience)) return process.ExitCode == 0 ? Parse(answer.GetAwaiter().GetResult()) : [];
            process.Kill();
            return [];
        }
        catch (Win32Exception)
        {
            return [];
        }
    }

    internal static IReadOnlyList<Gpu> Parse(string answer) =>
        [.. answer.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(ParseLine).OfType<Gpu>()];

    // The name comes last and may hold a comma; a memory that the driver does not know is written [N/A].
    private static Gpu? ParseLine(string line) =>
        line.Split(',', 4, StringSplitOptions.TrimEntries) is [var index, ['G', 'P', 'U', '-', ..] uuid, var memory, var name]
        && int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(number, uuid, name, int.TryParse(memory, NumberStyles.None, CultureInfo.InvariantCulture, out var mib) ? mib : 0)
            : null;
}
