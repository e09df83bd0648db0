using OrleansHybrid.Cli.Doctor;
using OrleansHybrid.Cluster.Slots;
using OrleansHybrid.Sweeps.Doctor;

namespace OrleansHybrid.Cli.Tests.Doctor;

public class GpusCheckTests
{
    private static readonly Gpu Whole = new(0, "GPU-5a1c", "NVIDIA H200", 143_771), Part = new(0, "MIG-5a1c", "a part of a GPU", 0);
    private static readonly NvidiaDriver Driver = new("570.133.20", HasParts: false);

    [Theory]
    [InlineData(true, false, CheckState.Ok)]
    [InlineData(true, true, CheckState.Ok)]
    [InlineData(false, false, CheckState.Warning)]
    public void Judge_AGpu_IsWellWhereTheTrainerCanUseIt(bool canUse, bool needsGpu, CheckState state)
    {
        var result = new GpusCheck().Judge([Whole], note: null, Driver, canUse, needsGpu);
        Assert.Equal(state, result.State);
        Assert.StartsWith("gpu0 NVIDIA H200, 140.4 GiB; driver 570.133.20", result.Found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, false, CheckState.Broken)]
    [InlineData(false, true, CheckState.Broken)]
    [InlineData(false, false, CheckState.Warning)]
    public void Judge_ADriverThatIsTooOld_IsBrokenWhereGpusAreUsed(bool canUse, bool needsGpu, CheckState state)
    {
        var result = new GpusCheck().Judge([Whole], note: null, new("470.256.02", HasParts: false), canUse, needsGpu);
        Assert.Equal(state, result.State);
        Assert.Equal("Install driver 525.60.13 or newer, which CUDA 12 needs.", result.Remedy);
    }

    [Fact]
    public void Judge_WhereMigIsOn_AsksForTheNamesOfParts()
    {
        var parted = Driver with { HasParts = true };
        Assert.Contains("MIG is on", Judged(Whole).Found, StringComparison.Ordinal);
        Assert.Equal(CheckState.Ok, Judged(Part).State);

        CheckResult Judged(Gpu gpu) => new GpusCheck().Judge([gpu], note: null, parted, canUse: true, needsGpu: true);
    }

    [Fact]
    public void Judge_WhereAGpuIsLost_SaysWhatTheDriverSays()
    {
        var result = new GpusCheck().Judge([Whole], "nvidia-smi tells of 1 GPUs, and says: lost. ", Driver, canUse: true, needsGpu: true);
        Assert.Equal(CheckState.Warning, result.State);
        Assert.Contains("says: lost", result.Found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, false, false, CheckState.Skipped)]
    [InlineData(null, null, false, true, CheckState.Broken)]
    [InlineData("nvidia-smi says: No devices were found", null, true, false, CheckState.Warning)]
    [InlineData("nvidia-smi says: No devices were found", null, true, true, CheckState.Broken)]
    [InlineData(null, "", true, false, CheckState.Skipped)]
    [InlineData(null, "", true, true, CheckState.Broken)]
    public void Absent_IsBrokenOnlyWhereAGpuIsDemanded(string? note, string? visible, bool hasDriver, bool needsGpu, CheckState state) =>
        Assert.Equal(state, new GpusCheck().Absent(note, visible, hasDriver, needsGpu).State);
}
