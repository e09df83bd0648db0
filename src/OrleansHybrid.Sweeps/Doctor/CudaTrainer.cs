namespace OrleansHybrid.Sweeps.Doctor;

/// <summary>The trainer for NVIDIA GPUs, which is another build.</summary>
public static class CudaTrainer
{
    public const string HowToInstall =
        "Install the trainer for NVIDIA GPUs: dotnet publish -c Release src/OrleansHybrid.Cli -p:TorchBackend=cuda -o "
        + "~/.local/share/orleanshybrid";
}
