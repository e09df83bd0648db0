using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using OrleansHybrid.Learning.Arithmetic;
using OrleansHybrid.Learning.Layers;

namespace OrleansHybrid.Learning.Checkpoints;

/// <summary>The conditions, besides its recipe, on which the last bits of a training depend.</summary>
/// <param name="LibTorch">Version of the tensor library.</param>
/// <param name="Device"><c>cpu</c> or <c>cuda</c>.</param>
/// <param name="Cpu">The processor's maker and the widest vectors that it has: <c>GenuineIntel AVX512</c>.</param>
/// <param name="Threads">Threads of the tensor library.</param>
/// <param name="Gpu">The model of the GPU, with the size of its part where it is one (MIG); null on a CPU, and where nobody knows.</param>
/// <param name="Driver">The newest CUDA that its driver serves: <c>12.8</c>.</param>
/// <param name="Cudnn">Version of cuDNN.</param>
/// <param name="Kernels">
/// The version of our kernels on a CPU, which give the same bits at every width of vectors, or <c>off</c>; null on a GPU, and in what was
/// written before there was a choice.
/// </param>
public sealed record Numerics(
    string LibTorch, string Device, string Cpu, int Threads, string? Gpu = null, string? Driver = null, string? Cudnn = null,
    string? Kernels = null)
{
    private const string Unknown = "that nobody knows", Off = "off", FirstKernels = "1";

    // Before they were named, the kernels needed AVX-512.
    private string? KernelsUsed =>
        Kernels ?? (Device == "cuda" ? null : Cpu.EndsWith("AVX512", StringComparison.Ordinal) ? FirstKernels : Off);

    /// <summary>Those of this process.</summary>
    public static Numerics Of(string device, int threads)
    {
        var numerics = new Numerics(Arithmetic.LibTorch.Version, device, ThisCpu(), threads);
        return device != "cuda"
            ? numerics with { Kernels = OwnKernels.Version ?? Off }
            : numerics with { Gpu = CudaDriver.GpuName(), Driver = CudaDriver.Version(), Cudnn = CudaDriver.CudnnVersion() };
    }

    /// <summary>The differences from <paramref name="other"/>, for people: <c>threads 2 instead of 1</c>. Empty when the bits will be
    /// the same.</summary>
    public string DifferenceFrom(Numerics other) => string.Join(", ", new[]
    {
        LibTorch == other.LibTorch ? null : $"libtorch {LibTorch} instead of {other.LibTorch}",
        Device == other.Device ? null : $"device {Device} instead of {other.Device}",
        Cpu == other.Cpu ? null : $"CPU {Cpu} instead of {other.Cpu}",
        Threads == other.Threads ? null : $"threads {Threads} instead of {other.Threads}",
        Gpu == other.Gpu ? null : $"GPU {Gpu ?? Unknown} instead of {other.Gpu ?? Unknown}",
        Driver == other.Driver ? null : $"driver for CUDA {Driver ?? Unknown} instead of {other.Driver ?? Unknown}",
        KernelsUsed == other.KernelsUsed ? null : $"our CPU kernels {KernelsUsed ?? Off} instead of {other.KernelsUsed ?? Off}",
        Cudnn == other.Cudnn ? null : $"cuDNN {Cudnn ?? Unknown} instead of {other.Cudnn ?? Unknown}",
    }.OfType<string>());

    /// <summary>For people, and to be compared: equal texts compute equal bits.</summary>
    public override string ToString() => string.Join(", ", new[]
    {
        Gpu ?? (Device == "cpu" ? null : Device),
        Driver is null ? null : $"driver for CUDA {Driver}",
        Cudnn is null ? null : $"cuDNN {Cudnn}",
        $"CPU {Cpu}",
        string.Create(CultureInfo.InvariantCulture, $"{Threads} thread{(Threads == 1 ? "" : "s")}"),
        Kernels is null ? null : $"our kernels {Kernels}",
        $"libtorch {LibTorch}",
    }.OfType<string>());

    private static string ThisCpu()
    {
        if (!X86Base.IsSupported) return $"{RuntimeInformation.ProcessArchitecture} {(AdvSimd.IsSupported ? "NEON" : "DEFAULT")}";
        var (_, first, third, second) = X86Base.CpuId(0, 0);
        var maker = MemoryMarshal.AsBytes<int>([first, second, third]);
        var vectors = Avx512F.IsSupported ? "AVX512" : Avx2.IsSupported ? "AVX2" : "DEFAULT";
        return $"{System.Text.Encoding.ASCII.GetString(maker)} {vectors}";
    }
}
