using System.CommandLine;
using System.Runtime.InteropServices;
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
        var devices = torch.cuda.device_count();
        Console.WriteLine(ProtocolJson.Write(new TrainerProbe(
            numerics.LibTorch, Enumerable.Range(0, devices).All(CanCompute) && devices > 0, devices, numerics.Cpu)));
        return 0;
    }

    // A GPU that fell off the bus, or whose memory has failed, may still be listed.
    private static bool CanCompute(int device)
    {
        try
        {
            using var scope = torch.NewDisposeScope();
            return torch.ones(1, device: torch.device(DeviceType.CUDA, device)).sum().cpu().data<float>()[0] == 1;
        }
        catch (ExternalException failure)
        {
            Console.Error.WriteLine(failure.Message);
            return false;
        }
    }
}
