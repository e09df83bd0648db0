using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using TorchSharp;

namespace OrleansHybrid.Learning.Checkpoints;

/// <summary>The conditions, besides its recipe, on which the last bits of a training depend.</summary>
/// <param name="LibTorch">Version of the tensor library.</param>
/// <param name="Device"><c>cpu</c> or <c>cuda</c>.</param>
/// <param name="Cpu">The processor's maker and the widest vectors that it has: <c>GenuineIntel AVX512</c>.</param>
/// <param name="Threads">Threads of the tensor library.</param>
public sealed record Numerics(string LibTorch, string Device, string Cpu, int Threads)
{
    /// <summary>Those of this process.</summary>
    public static Numerics Of(string device, int threads) => new(torch.__version__, device, ThisCpu(), threads);

    /// <summary>The differences from <paramref name="other"/>, for people: <c>threads 2 instead of 1</c>. Empty when the bits will be
    /// the same.</summary>
    public string DifferenceFrom(Numerics other) => string.Join(", ", new[]
    {
        LibTorch == other.LibTorch ? null : $"libtorch {LibTorch} instead of {other.LibTorch}",
        Device == other.Device ? null : $"device {Device} instead of {other.Device}",
        Cpu == other.Cpu ? null : $"CPU {Cpu} instead of {other.Cpu}",
        Threads == other.Threads ? null : $"threads {Threads} instead of {other.Threads}",
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
