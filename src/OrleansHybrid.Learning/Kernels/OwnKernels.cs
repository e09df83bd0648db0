using System.Runtime.Intrinsics;

namespace OrleansHybrid.Learning.Kernels;

internal static class OwnKernels
{
    /// <summary>True if this processor runs our kernels: they need AVX-512. Elsewhere every layer is Torch's own.</summary>
    public static bool AreOn => Vector512.IsHardwareAccelerated;
}
