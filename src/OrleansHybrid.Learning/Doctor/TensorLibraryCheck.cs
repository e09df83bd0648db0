using OrleansHybrid.Learning.Checkpoints;
using OrleansHybrid.Sweeps.Doctor;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Doctor;

/// <summary>Whether the tensor library loads; if not, which of its files lacks what.</summary>
internal sealed class TensorLibraryCheck() : LearnerCheck("libtorch")
{
    private static readonly string[] Parts = ["c10.", "torch_cpu.", "LibTorchSharp."];

    public override CheckResult Run(Bench bench)
    {
        var files = NativeLibraries.Find(bench.Folder, Parts);
        // The library itself tells of a failure only that there was one, and once for the process.
        if (Parts.FirstOrDefault(part => !files.Any(file => file.Contains(part, StringComparison.OrdinalIgnoreCase))) is { } missing)
            return Broken(
                $"{missing.TrimEnd('.')} is missing in {bench.Folder}",
                "Build or publish the trainer again: dotnet build -c Release src/OrleansHybrid.Trainer. It takes its native files from a "
                    + "package for the platform that builds.");
        if (NativeLibraries.Faults(files) is [var fault, ..])
            return Broken(
                $"the tensor library does not load: {fault}",
                "Install the library that is named (on Debian and Ubuntu: apt install libgomp1 libstdc++6), or, if a file of the trainer "
                    + "is damaged, publish the trainer again.");
        using var pair = ones(2);
        using var sum = pair.sum();
        var two = sum.item<float>();
        var numerics = Numerics.Of("cpu", threads: 1);
        return two == 2
            ? Ok($"libtorch {numerics.LibTorch} loads; checkpoints say that they were computed by {numerics.Cpu}")
            : Broken($"libtorch {numerics.LibTorch} says that 1 + 1 is {two}", "Do not train on this machine, and have its memory tested.");
    }
}
