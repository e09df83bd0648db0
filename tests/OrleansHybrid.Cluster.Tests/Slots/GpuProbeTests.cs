using OrleansHybrid.Cluster.Slots;

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
}
