using OrleansHybrid.Cli.Doctor;
using OrleansHybrid.Sweeps.Doctor;

namespace OrleansHybrid.Cli.Tests.Doctor;

public sealed class CpuQuotaTests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Theory]
    [InlineData("150000 100000", 1.5)]
    [InlineData("max 100000", null)]
    [InlineData("nonsense", null)]
    public void Find_InAContainer_ReadsTheLimitOfItsGroup(string limit, double? cores)
    {
        Write("proc/self/cgroup", "0::/\n");
        Write("sys/fs/cgroup/cpu.max", limit + "\n");
        Assert.Equal(cores, CpuQuota.Find(_root.Path));
    }

    [Fact]
    public void Find_InAService_ReadsTheLeastLimitOfItsGroupAndThoseAbove()
    {
        Write("proc/self/cgroup", "0::/system.slice/hybrid.service\n");
        Write("sys/fs/cgroup/system.slice/cpu.max", "50000 100000\n");
        Write("sys/fs/cgroup/system.slice/hybrid.service/cpu.max", "200000 100000\n");
        Assert.Equal(0.5, CpuQuota.Find(_root.Path));
    }

    [Theory]
    [InlineData("400000", 4.0)]
    [InlineData("-1", null)]
    public void Find_OfTheFormerVersion_ReadsItsFiles(string quota, double? cores)
    {
        Write("proc/self/cgroup", "4:cpu,cpuacct:/docker/1\n");
        Write("sys/fs/cgroup/cpu/cpu.cfs_quota_us", quota + "\n");
        Write("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
        Assert.Equal(cores, CpuQuota.Find(_root.Path));
    }

    [Fact]
    public void Find_WhereThereAreNoGroups_IsNull() => Assert.Null(CpuQuota.Find(_root.Path));

    [Theory]
    [InlineData(8, null, CheckState.Ok, null)]
    [InlineData(4, 4.0, CheckState.Ok, null)]
    [InlineData(2, 1.5, CheckState.Warning, "--slots 1")]
    [InlineData(4, 3.2, CheckState.Warning, "--slots 3")]
    [InlineData(1, 0.5, CheckState.Warning, "--slots 1")]
    public void Cores_WithAQuotaBelowThem_AreAWarning(int cores, double? quota, CheckState state, string? remedy)
    {
        var result = new CoresCheck().Judge(cores, quota, 4_000_000_000);
        Assert.Equal(state, result.State);
        if (remedy is not null) Assert.Contains(remedy, result.Remedy, StringComparison.Ordinal);
    }

    private void Write(string path, string text)
    {
        var file = _root[path];
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
