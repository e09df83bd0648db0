using System.Diagnostics;
using System.Globalization;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.ScriptedTrainer;

/// <summary>What a test wants to happen to its trainers: files in a folder that the trainers look into at each step.</summary>
public sealed class FakeFaults(string folder, TrialId trial)
{
    private string FaultFile => Path.Combine(folder, $"{trial.Number}.fault");

    /// <summary>The trial's trainer meets the fault before the step after <paramref name="step"/>, so many times.</summary>
    public static void Plan(string folder, int trial, string fault, int step, int times = 1) =>
        File.WriteAllText(
            Path.Combine(folder, $"{trial:D4}.fault"), string.Create(CultureInfo.InvariantCulture, $"{fault} {step} {times}"));

    /// <summary>Trainers wait before the step after <paramref name="step"/> until the test lets them go.</summary>
    public static void Hold(string folder, int step) =>
        File.WriteAllText(Path.Combine(folder, "hold"), step.ToString(CultureInfo.InvariantCulture));

    public static void LetGo(string folder) => File.Delete(Path.Combine(folder, "hold"));

    public TrialFailure? At(int step)
    {
        if (!File.Exists(FaultFile) || File.ReadAllText(FaultFile).Split(' ') is not [var fault, var at, var times]) return null;
        if (int.Parse(at, CultureInfo.InvariantCulture) != step) return null;
        var left = int.Parse(times, CultureInfo.InvariantCulture) - 1;
        if (left == 0) File.Delete(FaultFile);
        else File.WriteAllText(FaultFile, string.Create(CultureInfo.InvariantCulture, $"{fault} {at} {left}"));
        switch (fault)
        {
            case "kill":
                Process.GetCurrentProcess().Kill();
                return null;
            case "crash":
                Console.Error.WriteLine("a native library gave up");
                Environment.Exit(3);
                return null;
            case "hang":
                Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System).Wait();
                return null;
            case "not-finite":
                return new(FailureKind.NonFiniteLoss, "the loss is NaN");
            case "out-of-memory":
                return new(FailureKind.OutOfMemory, "no memory left");
            case "storage":
                return new(FailureKind.Storage, "the disk is full: free some space");
            case "gpu-lost":
                return new(FailureKind.GpuLost, "CUDA error: unknown error");
            case "gpu-aborts":
                Console.Error.WriteLine("terminate called after throwing an instance of 'c10::AcceleratorError'");
                Console.Error.WriteLine("  what():  CUDA error: unspecified launch failure");
                Environment.Exit(134);
                return null;
            default:
                throw new InvalidOperationException(fault);
        }
    }

    public void WaitAt(int step, Func<bool> enough)
    {
        var hold = Path.Combine(folder, "hold");
        while (!enough() && ReadOrNull(hold) is { } at && int.Parse(at, CultureInfo.InvariantCulture) <= step)
            Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System).Wait();
    }

    private static string? ReadOrNull(string file)
    {
        try
        {
            return File.ReadAllText(file) is { Length: > 0 } text ? text : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
