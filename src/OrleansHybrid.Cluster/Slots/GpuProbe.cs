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

/// <summary>What a GPU does at one moment, whoever makes it.</summary>
/// <param name="Busy">Share of the last moments in which it computed, from 0 to 1.</param>
public sealed record GpuUse(string Uuid, double Busy, long MemoryUsedBytes, long MemoryBytes);

/// <summary>Finds the machine's NVIDIA GPUs.</summary>
public static class GpuProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <returns>In the order of the PCI bus; none where the driver's <c>nvidia-smi</c> is missing or fails.</returns>
    public static IReadOnlyList<Gpu> FindGpus() => Parse(Ask("index,uuid,memory.total,name"));

    /// <returns>What each GPU does now; none where the driver does not tell.</returns>
    public static IReadOnlyList<GpuUse> FindUse() => ParseUse(Ask("uuid,utilization.gpu,memory.used,memory.total"));

    /// <returns>Empty where there is no answer.</returns>
    private static string Ask(string columns)
    {
        var question = new ProcessStartInfo("nvidia-smi", [$"--query-gpu={columns}", "--format=csv,noheader,nounits"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(question);
            if (process is null) return "";
            var (answer, _) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            if (process.WaitForExit(Patience)) return process.ExitCode == 0 ? answer.GetAwaiter().GetResult() : "";
            process.Kill();
            return "";
        }
        catch (Win32Exception)
        {
            return "";
        }
    }

    internal static IReadOnlyList<Gpu> Parse(string answer) => [.. Lines(answer).Select(ParseLine).OfType<Gpu>()];

    internal static IReadOnlyList<GpuUse> ParseUse(string answer) => [.. Lines(answer).Select(ParseUseLine).OfType<GpuUse>()];

    private static string[] Lines(string answer) => answer.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    // The name comes last and may hold a comma; a memory that the driver does not know is written [N/A].
    private static Gpu? ParseLine(string line) =>
        line.Split(',', 4, StringSplitOptions.TrimEntries) is [var index, ['G', 'P', 'U', '-', ..] uuid, var memory, var name]
        && int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(number, uuid, name, int.TryParse(memory, NumberStyles.None, CultureInfo.InvariantCulture, out var mib) ? mib : 0)
            : null;

    // A number that the driver does not know is written [N/A].
    private static GpuUse? ParseUseLine(string line) =>
        line.Split(',', StringSplitOptions.TrimEntries) is [var uuid, var busy, var used, var total]
        && int.TryParse(busy, NumberStyles.None, CultureInfo.InvariantCulture, out var percent)
        && long.TryParse(used, NumberStyles.None, CultureInfo.InvariantCulture, out var usedMiB)
        && long.TryParse(total, NumberStyles.None, CultureInfo.InvariantCulture, out var totalMiB)
            ? new(uuid, percent / 100.0, usedMiB << 20, totalMiB << 20)
            : null;
}
