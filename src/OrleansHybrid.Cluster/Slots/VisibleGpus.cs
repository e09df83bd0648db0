using System.Globalization;
using OrleansHybrid.Cluster.Connection;
using OrleansHybrid.Sweeps.Protocol;

namespace OrleansHybrid.Cluster.Slots;

/// <summary>
/// What <c>CUDA_VISIBLE_DEVICES</c> leaves to this process, read as CUDA reads it: numbers, names or beginnings of names of
/// GPUs, names of their parts (MIG), parted by commas; empty for none; what follows -1 does not count. A number is one of
/// <c>nvidia-smi</c>'s, which CUDA counts by as well with <c>CUDA_DEVICE_ORDER=PCI_BUS_ID</c>, and where all GPUs are alike. A GPU that
/// is parted stands for all its parts.
/// </summary>
internal static class VisibleGpus
{
    public const string Variable = CudaEnvironment.VisibleDevices;

    // What schedulers write where they give a job no GPU.
    private static readonly string[] NoneWords = ["", "-1", "NoDevFiles", "none", "void"];

    /// <param name="setting">Null where it is not set.</param>
    public static bool AreNone(string? setting) => setting is not null && Names(setting).Length == 0;

    /// <summary>True where CUDA may count another GPU under a number than <c>nvidia-smi</c>.</summary>
    public static bool IsAmbiguous(IReadOnlyList<Gpu> all, string? setting) =>
        setting is not null && Names(setting).Any(name => int.TryParse(name, out _)) && all.DistinctBy(gpu => gpu.Name).Count() > 1
        && Environment.GetEnvironmentVariable("CUDA_DEVICE_ORDER") != "PCI_BUS_ID";

    /// <param name="all">The machine's, in the order of the PCI bus.</param>
    /// <param name="setting">Null where it is not set.</param>
    /// <param name="parts">The parts of those GPUs that are parted: one computes on its parts alone.</param>
    /// <returns>In the setting's order.</returns>
    /// <exception cref="ClusterException">It names what is not there; the message says all that is wrong.</exception>
    public static IReadOnlyList<Gpu> Of(IReadOnlyList<Gpu> all, string? setting, IReadOnlyList<GpuParts> parts)
    {
        if (setting is null) return [.. all.SelectMany(Parted)];
        var named = Names(setting).Select((name, place) => (Name: name, Gpu: Find(all, parts, name, place))).ToList();
        string[] missing = [.. named.Where(entry => entry.Gpu is null).Select(entry => entry.Name)];
        if (missing.Length == 0) return [.. named.SelectMany(entry => Parted(entry.Gpu!)).DistinctBy(gpu => gpu.Uuid)];
        var there = all.Count == 0
            ? "has none"
            : $"has {string.Join(", ", all.Select(gpu => string.Create(CultureInfo.InvariantCulture, $"{gpu.Index} ({gpu.Uuid})")))}";
        throw new ClusterException(
            $"{Variable}={setting} names {string.Join(" and ", missing)}, and no one GPU of this machine is that: it {there}. "
            + "Name some of these, or leave the variable out for all; empty, it leaves the CPU.");

        IReadOnlyList<Gpu> Parted(Gpu gpu) => parts.FirstOrDefault(parted => parted.Uuid == gpu.Uuid)?.Parts ?? [gpu];
    }

    private static string[] Names(string setting) =>
        [
            .. setting
                .Split(',', StringSplitOptions.TrimEntries)
                .TakeWhile(name => !NoneWords.Contains(name, StringComparer.OrdinalIgnoreCase)),
        ];

    // A driver may not list its parts by these names: who names one knows it.
    private static Gpu? Find(IReadOnlyList<Gpu> all, IReadOnlyList<GpuParts> parts, string name, int place)
    {
        if (name.StartsWith(Gpu.PartPrefix, StringComparison.OrdinalIgnoreCase))
            return parts.SelectMany(parted => parted.Parts)
                .FirstOrDefault(part => part.Uuid.Equals(name, StringComparison.OrdinalIgnoreCase))
                ?? new(place, Gpu.PartPrefix + name[Gpu.PartPrefix.Length..], "a part of a GPU", 0);
        if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return all.FirstOrDefault(gpu => gpu.Index == number);
        return name.StartsWith("GPU-", StringComparison.OrdinalIgnoreCase)
            && all.Where(gpu => gpu.Uuid.StartsWith(name, StringComparison.OrdinalIgnoreCase)).Take(2).ToList() is [var only] ? only : null;
    }
}
