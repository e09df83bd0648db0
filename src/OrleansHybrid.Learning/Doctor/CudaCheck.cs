using OrleansHybrid.Sweeps.Doctor;
using OrleansHybrid.Sweeps.Protocol;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Doctor;

/// <summary>Whether the trainer can use GPUs; if not, what is missing.</summary>
internal sealed class CudaCheck() : LearnerCheck("cuda")
{
    private const string ForCuda = "torch_cuda";

    private static readonly string[] Parts =
    [
        "cudart", "nvrtc", "nvjitlink", "cublas", "cufft", "curand", "cusparse", "cusolver", "cupti", "nccl", "nvshmem", "cudnn",
        "c10_cuda", ForCuda,
    ];

    private static readonly string Driver = OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1";

    public override CheckResult Run(Bench bench)
    {
        if (NativeLibraries.Find(bench.Folder, ForCuda).Count == 0)
            return bench.NeedsGpu
                ? Broken("the trainer is built for the CPU alone", $"{CudaTrainer.HowToInstall}.")
                : Skipped("the trainer is built for the CPU alone, and uses no GPU");
        var driver = NativeLibraries.Fault(Driver);
        var faults = NativeLibraries.Faults(NativeLibraries.Find(bench.Folder, Parts));
        if (faults.Count > 0 && (driver is null || bench.NeedsGpu))
            return Broken(
                $"{faults.Count} of the CUDA libraries do not load: {string.Join("; ", faults)}",
                $"{CudaTrainer.HowToInstall}. The build joins libraries from parts in the folder for temporary files, where it needs "
                    + "10 GB.");
        if (driver is not null)
            return bench.NeedsGpu
                ? Broken(
                    $"the CUDA libraries are there, and the driver's is not: {driver}",
                    "Install the NVIDIA driver. In a container, give it the GPUs (docker run --gpus all, NVIDIA_DRIVER_CAPABILITIES="
                        + "compute,utility); where the driver lies elsewhere, name its folder in LD_LIBRARY_PATH.")
                : Skipped($"the CUDA libraries are there, and no driver ({driver}): the trainer uses the CPU");
        return cuda.is_available() && cuda.device_count() is > 0 and var gpus
            ? Ok($"the CUDA libraries and the driver load; {gpus} {(gpus == 1 ? "GPU is" : "GPUs are")} visible")
            : Unseen(bench);
    }

    private CheckResult Unseen(Bench bench)
    {
        const string Variable = CudaEnvironment.VisibleDevices;
        var visible = Environment.GetEnvironmentVariable(Variable);
        if (visible is not null && !bench.NeedsGpu) return Skipped($"CUDA sees no GPU with {Variable}={visible}");
        return Broken(
            $"the CUDA libraries and the driver load, and CUDA sees no GPU{(visible is null ? "" : $" with {Variable}={visible}")}",
            visible is null
                ? "Look at nvidia-smi and at the kernel's log (dmesg | grep -i nvrm): a driver that was updated needs a restart of the "
                    + "machine, and CUDA 12 needs driver 525.60.13 or newer."
                : $"Let {Variable} name a GPU that nvidia-smi -L lists, or remove it from the environment.");
    }
}
