using System.Globalization;
using OrleansHybrid.Cluster.Slots;
using OrleansHybrid.Cluster.Trainers;

namespace OrleansHybrid.Cluster.Tests.Slots;

public class GpuProbeTests
{
    [Fact]
    public void Parse_ReadsWhatTheDriverLists() => Assert.Equal(
        [new(0, "GPU-5a1c", "NVIDIA H100 80GB HBM3", 81_559), new(2, "GPU-77de", "Quadro, the old one", 0)],
        GpuProbe.Parse("0, GPU-5a1c, 81559, NVIDIA H100 80GB HBM3\n2, GPU-77de, [N/A], Quadro, the old one\n"));

    [Theory]
    [InlineData("")]
    [InlineData("No devices were found\n")]
    [InlineData("NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.\n")]
    public void Parse_OfADriverWithoutGpus_FindsNone(string answer) => Assert.Empty(GpuProbe.Parse(answer));

    [Fact]
    public void ParseUse_ReadsWhatTheDriverKnows() => Assert.Equal(
        [new("GPU-5a1c", 0.87, 1024L << 20, 81_559L << 20)],
        GpuProbe.ParseUse("GPU-5a1c, 87, 1024, 81559\nGPU-77de, [N/A], [N/A], 81559\n"));

    [Fact]
    public void FindGpus_AsksTheDriversTool_AndTrainersSeeTheirGpuAlone()
    {
        using var folder = new TemporaryFolder();
        var tool = folder["nvidia-smi"];
        File.WriteAllText(tool, """
            #!/bin/sh
            [ "$*" = "--query-gpu=index,uuid,memory.total,name --format=csv,noheader,nounits" ] || exit 2
            echo "0, GPU-5a1c, 81559, NVIDIA H100 80GB HBM3"
            echo "1, GPU-77de, 81559, NVIDIA H100 80GB HBM3"
            """);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(tool, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var (path, visible) = (Environment.GetEnvironmentVariable("PATH"), Environment.GetEnvironmentVariable("CUDA_VISIBLE_DEVICES"));
        Environment.SetEnvironmentVariable("PATH", string.Create(CultureInfo.InvariantCulture, $"{folder.Path}{Path.PathSeparator}{path}"));
        Environment.SetEnvironmentVariable("CUDA_VISIBLE_DEVICES", null);
        IReadOnlyList<Gpu> gpus;
        try
        {
            gpus = GpuProbe.FindGpus().Gpus;
        }
        finally
        {
            Environment.SetEnvironmentVariable("PATH", path);
            Environment.SetEnvironmentVariable("CUDA_VISIBLE_DEVICES", visible);
        }

        var pool = SlotPool.OfGpus(gpus, slots: 4);
        Assert.Equal("gpu0.0 gpu0.1 (NVIDIA H100 80GB HBM3, 79.6 GiB), gpu1.0 gpu1.1 (NVIDIA H100 80GB HBM3, 79.6 GiB)", pool.ToString());
        Assert.Equal("GPU-77de", VisibleTo(pool.Take(["gpu1.1"])));
        Assert.Equal("GPU-5a1c,GPU-77de", VisibleTo(pool.Take(["gpu0.0", "gpu1.0"])));
        Assert.Equal("", VisibleTo(SlotPool.OfCores(1).Take(["cpu0"])));
    }

    private static string? VisibleTo(IReadOnlyList<Slot> slots) =>
        new TrainerLaunch("trainer", ["serve"]).On(slots, cores: 1).Environment["CUDA_VISIBLE_DEVICES"];
}
