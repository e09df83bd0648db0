namespace OrleansHybrid.Sweeps.Protocol;

/// <summary>Variables of a process that computes on a GPU. NVIDIA's libraries read them once, at their first use.</summary>
public static class CudaEnvironment
{
    /// <summary>Says which GPUs the process sees, by number or UUID, separated by commas; empty for none.</summary>
    public const string VisibleDevices = "CUDA_VISIBLE_DEVICES";

    /// <summary>
    /// cuBLAS repeats its products to the bit only with a workspace of a fixed size for each stream (cuBLAS, "Results reproducibility";
    /// PyTorch asks for the same in <c>torch.use_deterministic_algorithms</c>).
    /// </summary>
    public const string Workspace = "CUBLAS_WORKSPACE_CONFIG";

    /// <summary>Eight blocks of 4 MiB.</summary>
    public const string WorkspaceSize = ":4096:8";

    /// <summary>Lets all products be rounded to TensorFloat-32, or none, whatever the recipe says: never set for a trainer.</summary>
    public const string TensorFloatOverride = "NVIDIA_TF32_OVERRIDE";
}
