using System.Runtime.InteropServices;
using OrleansHybrid.Kernels;
using OrleansHybrid.Kernels.Lanes;

namespace OrleansHybrid.Learning.Layers;

/// <summary>Which layers of a network on a CPU are ours, and which are Torch's own.</summary>
public static class OwnKernels
{
    /// <summary>
    /// The environment variable that chooses: <c>off</c>, or for comparisons the bits of a vector that this processor has (512, 256 or
    /// 128), or one kind of layer that alone is ours (<c>batch-norm</c> or <c>convolutions</c>). Unset, all are, with the widest vectors.
    /// </summary>
    public const string Variable = "ORLEANSHYBRID_KERNELS";

    // The version to be raised when a kernel is changed so that its bits are others.
    private const string Off = "off", BatchNormAlone = "batch-norm", ConvolutionsAlone = "convolutions", Latest = "1";

    private static readonly Lazy<LayerKernels> Choice = new(() => Choose(Environment.GetEnvironmentVariable(Variable)));

    /// <summary>The version of the kernels of this process; null where they are off.</summary>
    /// <exception cref="ArgumentException">The environment names none of this processor's.</exception>
    public static string? Version => Choice.Value switch
    {
        (null, null) => null,
        (not null, null) => $"{Latest} for {BatchNormAlone} alone",
        (null, not null) => $"{Latest} for {ConvolutionsAlone} alone",
        _ => Latest,
    };

    /// <summary>The layers that they compute, for people; null for none.</summary>
    /// <inheritdoc cref="Version" path="/exception"/>
    internal static string? Layers => Choice.Value switch
    {
        (null, null) => null,
        (not null, null) => "batch normalisation alone",
        (null, not null) => "3x3 convolutions alone",
        _ => "3x3 convolutions and batch normalisation",
    };

    /// <summary>Those of batch normalisation; null where Torch's own are used.</summary>
    /// <inheritdoc cref="Version" path="/exception"/>
    internal static CpuKernels? BatchNorm => Choice.Value.BatchNorm;

    /// <summary>Those of 3x3 convolutions; null where Torch's own are used.</summary>
    /// <inheritdoc cref="Version" path="/exception"/>
    internal static CpuKernels? Convolutions => Choice.Value.Convolutions;

    /// <param name="named">What the environment says.</param>
    /// <inheritdoc cref="Version" path="/exception"/>
    internal static LayerKernels Choose(string? named)
    {
        var widths = VectorWidths.Here.Where(width => width is not VectorWidth.Scalar).ToList();
        // Four numbers at a time are no faster than Torch, which has eight, where x86 has not.
        var best = widths is [var widest, ..]
            && (widest > VectorWidth.Bits128 || RuntimeInformation.ProcessArchitecture is Architecture.Arm64)
            ? CpuKernels.Of(widest)
            : null;
        if (named is null or "") return new(best, best);
        if (named == Off) return new(null, null);
        if (best is not null && named == BatchNormAlone) return new(best, null);
        if (best is not null && named == ConvolutionsAlone) return new(null, best);
        var kernels = widths.Where(width => ((int)width).ToString() == named).Select(CpuKernels.Of).FirstOrDefault();
        if (kernels is not null) return new(kernels, kernels);
        string[] choices = [Off, .. widths.Select(width => $"{(int)width}"), BatchNormAlone, ConvolutionsAlone];
        throw new ArgumentException(
            $"{Variable} is '{named}', which this processor cannot do: set it to {string.Join(", ", choices)}, or unset it.");
    }

    /// <summary>Our kernels by kind of layer; null where Torch's own are used.</summary>
    internal readonly record struct LayerKernels(CpuKernels? BatchNorm, CpuKernels? Convolutions);
}
