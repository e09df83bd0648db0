using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace OrleansHybrid.Kernels.Lanes;

/// <summary>The numbers that a kernel computes side by side. Each width gives the same bits.</summary>
public enum VectorWidth
{
    /// <summary>One after the other: a reference, slow.</summary>
    Scalar = 32,

    /// <summary>Four float32 numbers.</summary>
    Bits128 = 128,

    /// <summary>Eight.</summary>
    Bits256 = 256,

    /// <summary>Sixteen.</summary>
    Bits512 = 512,
}

/// <summary>What this processor can do.</summary>
public static class VectorWidths
{
    /// <summary>The widths that run here, the widest first; <see cref="VectorWidth.Scalar"/> is the last.</summary>
    public static IReadOnlyList<VectorWidth> Here { get; } =
    [
        .. Enum.GetValues<VectorWidth>().Where(Runs).OrderDescending(),
    ];

    // A fused multiplication that the processor lacks would be computed in software, a hundred times slower.
    private static bool Runs(VectorWidth width) => width switch
    {
        VectorWidth.Bits512 => Vector512.IsHardwareAccelerated && Avx512F.IsSupported,
        VectorWidth.Bits256 => Avx2.IsSupported && Fma.IsSupported,
        VectorWidth.Bits128 => Fma.IsSupported || AdvSimd.Arm64.IsSupported,
        _ => true,
    };
}
