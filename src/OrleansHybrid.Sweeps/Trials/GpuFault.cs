namespace OrleansHybrid.Sweeps.Trials;

/// <summary>Reads what CUDA and its libraries say of a failure, whether a trainer catches it or dies of it.</summary>
public static class GpuFault
{
    private static readonly string[] MemoryTexts =
        ["CUDA out of memory", "CUDA error: out of memory", "_ALLOC_FAILED", "ALLOCATION_FAILED"];

    /// <summary>What a kernel does that was asked for the impossible: any GPU says it.</summary>
    private static readonly string[] ProgramTexts =
        [
            "device-side assert",
            "illegal memory access",
            "illegal instruction",
            "misaligned address",
            "invalid program counter",
            "invalid argument",
            "invalid configuration argument",
            "invalid resource handle",
            "too many resources requested",
            "operation not permitted",
            "operation not supported",
        ];

    private static readonly string[] DeviceTexts =
        [
            "CUDA error",
            "no CUDA-capable device",
            "No CUDA GPUs are available",
            "CUDA driver version is insufficient",
            "NVIDIA driver on your system is too old",
            "fallen off the bus",
            "GPU is lost",
            "NVRM: Xid",
        ];

    /// <param name="text">A message, or a trainer's last words.</param>
    /// <returns>
    /// <see cref="FailureKind.OutOfGpuMemory"/>, <see cref="FailureKind.GpuLost"/>, or null where no GPU failed: a kernel that was given
    /// wrong numbers is a crash like any other.
    /// </returns>
    public static FailureKind? Of(string text) =>
        Says(text, MemoryTexts) ? FailureKind.OutOfGpuMemory
        : Says(text, DeviceTexts) && !Says(text, ProgramTexts) ? FailureKind.GpuLost
        : null;

    /// <summary>The failure for a person, with the remedy.</summary>
    /// <param name="kind">One that <see cref="Of"/> tells.</param>
    /// <param name="what">One line of what was said.</param>
    public static TrialFailure Explain(FailureKind kind, string what) => new(
        kind,
        kind is FailureKind.OutOfGpuMemory
            ? $"The memory of the GPU ran out: {Sentence(what)} Lower batch_size, set precision: bfloat16, or let fewer trainers share "
                + "a GPU (--slots-per-gpu)."
            : $"The GPU failed: {Sentence(what)} Look at nvidia-smi, and for Xid in the kernel's log (dmesg), on its machine.");

    private static bool Says(string text, string[] texts) =>
        texts.Any(one => text.Contains(one, StringComparison.OrdinalIgnoreCase));

    private static string Sentence(string what) => what.TrimEnd('.') + ".";
}
