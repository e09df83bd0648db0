using OrleansHybrid.Learning.Doctor;
using OrleansHybrid.Sweeps.Doctor;

namespace OrleansHybrid.Learning.Tests.Doctor;

/// <summary>Libraries that are missing or damaged. None of these tests touches the tensor library that the others compute with.</summary>
public sealed class NativeLibrariesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Find_TakesLibrariesAlone_InTheOrderOfTheWords()
    {
        foreach (var file in new[] { "libtorch_cuda.so", "libcudart.so.12", "libcudart.so.12.sha", "libcudart.txt", "libc10_cuda.so" })
            _folder.File(file, "");

        Assert.Equal(
            ["libcudart.so.12", "libc10_cuda.so", "libtorch_cuda.so"],
            NativeLibraries.Find(_folder.Path, "cudart", "c10_cuda", "torch_cuda", "cuda").Select(Path.GetFileName));
        Assert.Empty(NativeLibraries.Find(_folder["nowhere"], "c10"));
    }

    [Fact]
    public void Fault_OfADamagedLibrary_NamesItAndWhatTheLoaderSays()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "loaders differ");
        var library = _folder.File("libcudart.so.12", "half of a library");

        var fault = NativeLibraries.Fault(library);

        Assert.Contains("libcudart.so.12: file too short", fault, StringComparison.Ordinal);
        Assert.Contains("libnothing.so.1", NativeLibraries.Fault("libnothing.so.1"), StringComparison.Ordinal);
    }

    [Fact]
    public void Libtorch_WithoutItsFiles_IsBroken()
    {
        var result = Run("libtorch", needsGpu: false);
        Assert.Equal(CheckState.Broken, result.State);
        Assert.StartsWith($"c10 is missing in {_folder.Path}", result.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Libtorch_WithADamagedFile_IsBroken_AndNothingTrains()
    {
        foreach (var part in new[] { "libc10.so", "libtorch_cpu.so", "libLibTorchSharp.so" }) _folder.File(part, "half of a library");

        var results = LearnerChecks.Run(new("cpu", NeedsGpu: false, _folder.Path), ["libtorch", "step", "resume"]).ToList();

        Assert.Equal([CheckState.Broken, CheckState.Skipped, CheckState.Skipped], results.Select(result => result.State));
        Assert.Contains("libc10.so", results[0].Found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, CheckState.Skipped)]
    [InlineData(true, CheckState.Broken)]
    public void Cuda_OfATrainerForTheCpu_IsBrokenWhereAGpuIsDemanded(bool needsGpu, CheckState state)
    {
        var result = Run("cuda", needsGpu);
        Assert.Equal(state, result.State);
        Assert.Contains("built for the CPU alone", result.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Cuda_WithADamagedLibrary_NamesIt()
    {
        _folder.File("libtorch_cuda.so", "half of a library");
        _folder.File("libcublasLt.so.12", "half of a library");

        var result = Run("cuda", needsGpu: true);

        Assert.Equal(CheckState.Broken, result.State);
        Assert.StartsWith("2 of the CUDA libraries do not load", result.Found, StringComparison.Ordinal);
        Assert.Contains("libcublasLt.so.12", result.Found, StringComparison.Ordinal);
    }

    private CheckResult Run(string check, bool needsGpu) =>
        Assert.Single(LearnerChecks.Run(new("cpu", needsGpu, _folder.Path), [check]));
}
