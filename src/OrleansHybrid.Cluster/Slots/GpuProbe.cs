using System.Globalization;
using OrleansHybrid.Cluster.Connection;

namespace OrleansHybrid.Cluster.Slots;

/// <summary>One NVIDIA GPU of this machine, or a part of one.</summary>
/// <param name="Index">Its number in the order of the PCI bus; of a part, its place among those that this process may use.</param>
/// <param name="Uuid">The driver's own name for it: <c>GPU-…</c>, or <c>MIG-…</c> for a part.</param>
/// <param name="MemoryMiB">All its memory; 0 where the driver does not tell.</param>
public sealed record Gpu(int Index, string Uuid, string Name, int MemoryMiB)
{
    internal const string PartPrefix = "MIG-";

    /// <summary>The number after which slots on it are named.</summary>
    public string Label =>
        (Uuid.StartsWith(PartPrefix, StringComparison.Ordinal) ? "mig" : "gpu") + Index.ToString(CultureInfo.InvariantCulture);

    public override string ToString() => MemoryMiB == 0 ? Name : $"{Name}, {MemoryMiB / 1024.0:0.#} GiB";
}

/// <summary>The load of a GPU at one moment, whoever causes it.</summary>
/// <param name="Busy">Share of the last moments in which it computed, from 0 to 1.</param>
public sealed record GpuUse(string Uuid, double Busy, long MemoryUsedBytes, long MemoryBytes);

/// <summary>The GPUs that this process may train on.</summary>
/// <param name="Note">What a person should know of those that it may not, or cannot, use; null where there is nothing.</param>
public sealed record GpuFinding(IReadOnlyList<Gpu> Gpus, string? Note = null);

/// <summary>Finds the machine's NVIDIA GPUs.</summary>
public static class GpuProbe
{
    /// <returns>In the order of the PCI bus, or in that of <c>CUDA_VISIBLE_DEVICES</c>.</returns>
    /// <exception cref="ClusterException">The driver fails or hangs, or <c>CUDA_VISIBLE_DEVICES</c> names what is not there.</exception>
    public static GpuFinding FindGpus() => FindGpus(Environment.GetEnvironmentVariable(VisibleGpus.Variable), NvidiaSmi.Ask);

    /// <param name="visible">What <c>CUDA_VISIBLE_DEVICES</c> says; null where it is not set.</param>
    /// <param name="ask">Asks the driver for columns, or for the parts of its GPUs.</param>
    internal static GpuFinding FindGpus(string? visible, Func<string, DriverAnswer> ask) =>
        VisibleGpus.AreNone(visible) ? new([]) : ask("index,uuid,memory.total,name") switch
        {
            DriverAnswer.Said { Text: var text } =>
                Choose(text, visible, ask(NvidiaSmi.Parts) is DriverAnswer.Said { Text: var list } ? GpuParts.Parse(list) : []),
            DriverAnswer.HasNoGpus { Why: var why } when visible is null => new([], $"{why}: trials train on the CPU."),
            DriverAnswer.HasNoGpus => Choose("", visible, []),
            DriverAnswer.Failed { Why: var why } => throw new ClusterException(
                $"The NVIDIA driver does not work: {why}. Mend it, or train on the CPU with {VisibleGpus.Variable}= "
                    + "(empty) in the environment."),
            var other => throw new InvalidOperationException($"{other}"),
        };

    /// <returns>What each GPU does now; none where the driver does not tell.</returns>
    public static IReadOnlyList<GpuUse> FindUse() =>
        NvidiaSmi.Ask("uuid,utilization.gpu,memory.used,memory.total") is DriverAnswer.Said { Text: var text } ? ParseUse(text) : [];

    internal static IReadOnlyList<Gpu> Parse(string answer) => [.. Lines(answer).Select(ParseLine).OfType<Gpu>()];

    internal static IReadOnlyList<GpuUse> ParseUse(string answer) => [.. Lines(answer).Select(ParseUseLine).OfType<GpuUse>()];

    private static GpuFinding Choose(string answer, string? visible, IReadOnlyList<GpuParts> parts)
    {
        var all = Parse(answer);
        string[] strange = [.. Lines(answer).Where(line => ParseLine(line) is null)];
        return new(
            VisibleGpus.Of(all, visible, parts),
            strange.Length > 0
                ? $"nvidia-smi tells of {all.Count} GPUs, and says: {string.Join("; ", strange)}. "
                    + $"Trials train on {(all.Count > 0 ? "the others" : "the CPU")}."
            : VisibleGpus.IsAmbiguous(all, visible)
                ? $"the GPUs of this machine differ, and {VisibleGpus.Variable} names them by number: they are counted as nvidia-smi does."
            : null);
    }

    private static string[] Lines(string answer) =>
        answer.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

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
