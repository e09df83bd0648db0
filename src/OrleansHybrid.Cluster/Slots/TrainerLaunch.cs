using System.Diagnostics;
using System.Globalization;
using System.Text;
using OrleansHybrid.Cluster.Sweeps;

namespace OrleansHybrid.Cluster.Slots;

/// <summary>How a trainer is started.</summary>
/// <param name="Path">Full path of the trainer: a <c>.dll</c> runs in the .NET host of this process, anything else by itself.</param>
/// <param name="Arguments">What makes it listen for an order on its standard input.</param>
public sealed record TrainerLaunch(string Path, IReadOnlyList<string> Arguments)
{
    private static readonly string[] LibraryFolders =
        ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib", "/usr/local/lib"];

    /// <summary>Whether the trainer was built with the CUDA libraries; without them a GPU is of no use to it.</summary>
    public bool CanUseGpus { get; } = Directory.Exists(System.IO.Path.GetDirectoryName(Path))
        && Directory.EnumerateFiles(System.IO.Path.GetDirectoryName(Path)!, "*torch_cuda*", SearchOption.AllDirectories).Any();

    internal ProcessStartInfo On(IReadOnlyList<Slot> slots, TrialLease lease)
    {
        var text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var start = new TrainerProgram(Path).StartInfo(Arguments);
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        (start.StandardInputEncoding, start.StandardOutputEncoding, start.StandardErrorEncoding) = (text, text, text);
        var threads = lease.Threads.ToString(CultureInfo.InvariantCulture);
        start.Environment["OMP_NUM_THREADS"] = threads;
        start.Environment["MKL_NUM_THREADS"] = threads;
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["CUDA_DEVICE_ORDER"] = "PCI_BUS_ID";
        start.Environment["CUDA_VISIBLE_DEVICES"] = string.Join(',', slots.Select(slot => slot.Gpu).Distinct());
        // The backward pass is up to 1.9 times slower under glibc's allocator.
        if (FindJemalloc() is { } jemalloc) start.Environment.TryAdd("LD_PRELOAD", jemalloc);
        return start;
    }

    private static string? FindJemalloc() => OperatingSystem.IsLinux()
        ? LibraryFolders.Select(folder => System.IO.Path.Combine(folder, "libjemalloc.so.2")).FirstOrDefault(File.Exists)
        : null;
}
