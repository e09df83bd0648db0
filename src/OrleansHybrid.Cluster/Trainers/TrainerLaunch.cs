using System.Diagnostics;
using System.Text;
using OrleansHybrid.Cluster.Slots;
using OrleansHybrid.Sweeps.Protocol;

namespace OrleansHybrid.Cluster.Trainers;

/// <summary>The command that starts a trainer.</summary>
/// <param name="Path">Full path of the trainer: a <c>.dll</c> runs in the .NET host of this process, anything else by itself.</param>
/// <param name="Arguments">The arguments that make it listen for an order on its standard input.</param>
public sealed record TrainerLaunch(string Path, IReadOnlyList<string> Arguments)
{
    /// <summary>True for a trainer that was built with the CUDA libraries; without them a GPU is of no use to it.</summary>
    public bool CanUseGpus { get; } = Directory.Exists(System.IO.Path.GetDirectoryName(Path))
        && Directory.EnumerateFiles(System.IO.Path.GetDirectoryName(Path)!, "*torch_cuda*", SearchOption.AllDirectories).Any();

    internal ProcessStartInfo On(IReadOnlyList<Slot> slots, int cores)
    {
        var text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var start = new TrainerProgram(Path).StartInfo(Arguments);
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        (start.StandardInputEncoding, start.StandardOutputEncoding, start.StandardErrorEncoding) = (text, text, text);
        TrainerEnvironment.Set(start.Environment, cores);
        start.Environment[TrainerParent.Variable] = $"{Environment.ProcessId}";
        // By its own name, which no driver or container numbers anew; none where the slots are shares of the CPU.
        start.Environment[CudaEnvironment.VisibleDevices] = string.Join(',', slots.Select(slot => slot.Gpu?.Uuid).Distinct());
        return start;
    }
}
