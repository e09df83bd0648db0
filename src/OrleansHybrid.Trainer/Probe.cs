using System.CommandLine;
using OrleansHybrid.Learning.Checkpoints;
using OrleansHybrid.Sweeps.Protocol;
using TorchSharp;

namespace OrleansHybrid.Trainer;

/// <summary><c>probe</c>: loads the tensor library and says what it can compute on.</summary>
internal static class Probe
{
    public static Command Create()
    {
        var command = new Command("probe", "Print what this machine can compute on, as JSON.");
        command.SetAction(_ => Run());
        return command;
    }

    private static int Run()
    {
        var numerics = Numerics.Of("cpu", threads: 1);
        Console.WriteLine(ProtocolJson.Write(new TrainerProbe(
            numerics.LibTorch, torch.cuda.is_available(), torch.cuda.device_count(), numerics.Cpu)));
        return 0;
    }
}
