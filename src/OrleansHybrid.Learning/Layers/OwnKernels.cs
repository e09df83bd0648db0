using System.Runtime.InteropServices;
using OrleansHybrid.Kernels;
using OrleansHybrid.Kernels.Lanes;

namespace OrleansHybrid.Learning.Layers;

/// <summary>Which layers of a network on a CPU are ours, and which are Torch's own.</summary>
public static class OwnKernels
{
    /// <summary>
    /// The environment variable that chooses: <c>off</c>, or the bits of a vector that this processor has, for comparisons: 512, 256 or
    /// 128. Unset, the widest are used.
    /// </summary>
    public const string Variable = "ORLEANSHYBRID_KERNELS";

    /// <summary>The version of the kernels of this process; null where they are off.</summary>
    public static string? Version => Current is null ? null : Latest;

    /// <summary>The kernels of this process; null where every layer is Torch's own.</summary>
    /// <exception cref="ArgumentException">The environment names none of this processor's.</exception>
    public static CpuKernels? Current => Choice.Value;

    // To be raised when a kernel is changed so that its bits are others.
    private const string Latest = "1";

    private static readonly Lazy<CpuKernels?> Choice = new(() => Choose(Environment.GetEnvironmentVariable(Variable)));

    /// <param name="named">What the environment says.</param>
    /// <inheritdoc cref="Current"/>
    internal static CpuKernels? Choose(string? named)
    {
        var widths = VectorWidths.Here.Where(width => width is not VectorWidth.Scalar).ToList();
        if (named is null or "")
            // Four numbers at a time are no faster than Torch, which has eight, where x86 has not.
            return widths is [var widest, ..]
                && (widest > VectorWidth.Bits128 || RuntimeInformation.ProcessArchitecture is Architecture.Arm64)
                ? CpuKernels.Of(widest)
                : null;
        if (named == "off") return null;
        return widths.Where(width => ((int)width).ToString() == named).Select(CpuKernels.Of).FirstOrDefault()
            ?? throw new ArgumentException(
                $"{Variable} is '{named}', which this processor cannot do: set it to "
                + $"{string.Join(", ", widths.Select(width => (int)width).Select(bits => $"{bits}").Prepend("off"))}, or unset it.");
    }
}
