using OrleansHybrid.Cluster.Connection;
using OrleansHybrid.Cluster.Slots;
using OrleansHybrid.Sweeps.Doctor;
using OrleansHybrid.Sweeps.Protocol;

namespace OrleansHybrid.Cli.Doctor;

/// <summary>The GPUs and their driver, as a run or a silo finds them.</summary>
internal sealed class GpusCheck() : MachineCheck("gpus")
{
    private const string Variable = CudaEnvironment.VisibleDevices;

    private const string LookAtTheDriver =
        "Look at nvidia-smi and at the kernel's log (dmesg | grep -i nvrm); a GPU that is lost comes back with a restart of the machine.";

    private const string InstallTheDriver =
        "Install the NVIDIA driver. In a container, give it the GPUs (docker run --gpus all); where nvidia-smi lies elsewhere, name its "
        + "folder in PATH.";

    protected override Task<CheckResult> Run(Machine machine, CancellationToken stop) => Task.FromResult(Ask(machine));

    private CheckResult Ask(Machine machine)
    {
        var (needsGpu, canUse) = (machine.Question.NeedsGpu, machine.CanUseGpus);
        try
        {
            var (gpus, note) = machine.Gpus;
            if (gpus.Count == 0) return Absent(note, Environment.GetEnvironmentVariable(Variable), NvidiaDriver.IsInstalled, needsGpu);
            return Judge(gpus, note, NvidiaDriver.Find(), canUse, needsGpu);
        }
        catch (ClusterException failure)
        {
            // A trainer for the CPU alone never asks.
            return CheckResult.Explained(Name, needsGpu || canUse ? CheckState.Broken : CheckState.Warning, failure.Message);
        }
    }

    /// <param name="note">What the search for GPUs says; null where it was not made.</param>
    /// <param name="visible">What <c>CUDA_VISIBLE_DEVICES</c> says; null where it is not set.</param>
    /// <param name="hasDriver">True if the driver's tool is installed.</param>
    internal CheckResult Absent(string? note, string? visible, bool hasDriver, bool needsGpu)
    {
        var why = visible is null ? "no NVIDIA GPU" : $"{Variable}='{visible}' leaves no GPU";
        var found = note?.TrimEnd('.') ?? $"{why}: trials train on the CPU";
        var remedy = visible is not null ? $"Remove {Variable} from the environment, or name GPUs that nvidia-smi -L lists."
            : hasDriver ? LookAtTheDriver
            : InstallTheDriver;
        return needsGpu ? Broken(found, remedy) : hasDriver && visible is null ? Warning(found, remedy) : Skipped(found);
    }

    /// <param name="gpus">At least one.</param>
    /// <param name="note">What a person should know of the others; null where there is nothing.</param>
    /// <param name="driver">Null if it does not tell.</param>
    /// <param name="canUse">True if the trainer is built for GPUs.</param>
    internal CheckResult Judge(IReadOnlyList<Gpu> gpus, string? note, NvidiaDriver? driver, bool canUse, bool needsGpu)
    {
        var found = $"{string.Join(", ", gpus.Select(gpu => $"{gpu.Label} {gpu}"))}; driver {driver?.Version ?? "unknown"}";
        if (driver is { IsTooOld: true })
        {
            var remedy = $"Install driver {NvidiaDriver.Oldest} or newer, which CUDA 12 needs.";
            return canUse || needsGpu ? Broken($"{found}, which is too old", remedy) : Warning($"{found}, which is too old", remedy);
        }

        if (note is not null)
            return Warning(
                $"{found}; {note.TrimEnd('.')}",
                $"Name GPUs in {Variable} by the UUIDs that nvidia-smi -L lists; one that is lost comes back with a restart of the "
                    + "machine.");
        if (driver is { HasParts: true } && gpus.All(gpu => gpu.Label.StartsWith("gpu", StringComparison.Ordinal)))
            return Warning(
                $"{found}; MIG is on, and CUDA computes on parts alone",
                $"Name parts that nvidia-smi -L lists in {Variable} (MIG-…,MIG-…); where it lists none, make some (nvidia-smi mig -cgi … "
                    + "-C), or switch MIG off (nvidia-smi -mig 0).");
        return canUse
            ? Ok(found)
            : Warning(
                $"{found}; the trainer is built for the CPU alone, so they stay idle",
                $"{CudaTrainer.HowToInstall}.");
    }
}
