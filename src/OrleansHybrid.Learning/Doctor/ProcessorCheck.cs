using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text;
using OrleansHybrid.Learning.Layers;
using OrleansHybrid.Sweeps.Doctor;

namespace OrleansHybrid.Learning.Doctor;

/// <summary>The processor, its vectors, and whose kernels compute the layers.</summary>
internal sealed class ProcessorCheck() : LearnerCheck("processor")
{
    // What .NET, Torch, oneDNN, MKL and our kernels read.
    private static readonly string[] Switches =
    [
        "DOTNET_EnableHWIntrinsic", "DOTNET_EnableAVX", "DOTNET_EnableAVX2", "DOTNET_EnableAVX512", "DOTNET_EnableAVX512F",
        "DOTNET_PreferredVectorBitWidth", "DOTNET_MaxVectorTBitWidth", "ATEN_CPU_CAPABILITY", "ONEDNN_MAX_CPU_ISA",
        "MKL_ENABLE_INSTRUCTIONS", OwnKernels.Variable,
    ];

    public override CheckResult Run(Bench bench) => Judge(
        Model(),
        Vectors(),
        OwnKernels.Layers,
        Switches.FirstOrDefault(name => Environment.GetEnvironmentVariable(name) is { Length: > 0 }));

    /// <param name="model">The processor's name.</param>
    /// <param name="vectorBits">Of the widest vectors that .NET uses.</param>
    /// <param name="ownLayers">The layers that the kernels of this program compute, for people; null for none.</param>
    /// <param name="switchedBy">A variable of the environment that may forbid instructions; null where none is set.</param>
    internal CheckResult Judge(string model, int vectorBits, string? ownLayers, string? switchedBy)
    {
        var kernels = ownLayers is null
            ? "every layer uses Torch's kernels, since this program's own need AVX2 and FMA"
            : $"{ownLayers} use this program's kernels";
        var found = $"{model}, vectors of {vectorBits} bits: {kernels}";
        if (switchedBy is not null && ownLayers is null)
            return Warning(
                $"{found}; {switchedBy} in the environment may forbid instructions that the processor has",
                $"Remove {switchedBy} from the environment, unless that is meant.");
        return vectorBits < 256 && RuntimeInformation.ProcessArchitecture is Architecture.X64
            ? Warning(
                $"{found}; without AVX2 training takes several times longer",
                "Train on a processor with AVX2; a virtual machine has it if its CPU type is the host's ('host', 'host-passthrough').")
            : Ok(found);
    }

    private static int Vectors() =>
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 64;

    private static string Model()
    {
        // Leaves of the extended functions are negative as the runtime counts them, and so is the number of the last one.
        const int Extended = int.MinValue, FirstOfName = Extended + 2, LastOfName = Extended + 4;
        if (!X86Base.IsSupported || X86Base.CpuId(Extended, 0).Eax < LastOfName) return RuntimeInformation.ProcessArchitecture.ToString();
        int[] words =
        [
            .. Enumerable.Range(FirstOfName, 3).Select(leaf => X86Base.CpuId(leaf, 0))
                .SelectMany(part => new[] { part.Eax, part.Ebx, part.Ecx, part.Edx }),
        ];
        var name = Encoding.ASCII.GetString(MemoryMarshal.AsBytes(words.AsSpan())).Trim('\0', ' ');
        return string.Join(' ', name.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }
}
