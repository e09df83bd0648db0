using System.Text.RegularExpressions;

namespace OrleansHybrid.Cluster.Slots;

/// <summary>A GPU that is parted into several (NVIDIA's Multi-Instance GPU): each part computes by itself, the whole never.</summary>
/// <param name="Uuid">The GPU's.</param>
/// <param name="Parts">At least one; numbered over all GPUs of the machine.</param>
internal sealed partial record GpuParts(string Uuid, IReadOnlyList<Gpu> Parts)
{
    /// <param name="list">What <c>nvidia-smi -L</c> says.</param>
    public static IReadOnlyList<GpuParts> Parse(string list)
    {
        var parted = new List<(string Uuid, List<Gpu> Parts)>();
        var (name, count) = ("", 0);
        foreach (var line in list.Split('\n'))
        {
            if (Whole().Match(line) is { Success: true } gpu)
            {
                parted.Add((gpu.Groups["uuid"].Value, []));
                name = gpu.Groups["name"].Value;
            }
            else if (parted is [.., var last] && Part().Match(line) is { Success: true } part)
                last.Parts.Add(new(count++, part.Groups["uuid"].Value, $"{name} {part.Groups["size"].Value}", MemoryMiB: 0));
        }

        return [.. parted.Where(gpu => gpu.Parts.Count > 0).Select(gpu => new GpuParts(gpu.Uuid, gpu.Parts))];
    }

    [GeneratedRegex(@"^GPU \d+: (?<name>.+) \(UUID: (?<uuid>GPU-[^)]+)\)")]
    private static partial Regex Whole();

    [GeneratedRegex(@"^\s+(?<size>MIG \S+)\s+Device\s+\d+: \(UUID: (?<uuid>MIG-[^)]+)\)")]
    private static partial Regex Part();
}
