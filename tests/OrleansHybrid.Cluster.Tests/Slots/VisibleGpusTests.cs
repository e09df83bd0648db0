using OrleansHybrid.Cluster.Connection;
using OrleansHybrid.Cluster.Slots;

namespace OrleansHybrid.Cluster.Tests.Slots;

public class VisibleGpusTests
{
    private const string Four =
        "0, GPU-00000000-1111, 81559, NVIDIA H100\n1, GPU-00000001-1111, 81559, NVIDIA H100\n2, GPU-00000002-1111, 81559, NVIDIA H100\n3, "
            + "GPU-00000003-1111, 81559, NVIDIA H100\n";

    [Theory]
    [InlineData(null, "gpu0 gpu1 gpu2 gpu3")]
    [InlineData("2,3", "gpu2 gpu3")]
    [InlineData(" 3 , 1 ", "gpu3 gpu1")]
    [InlineData("1,1", "gpu1")]
    [InlineData("GPU-00000002-1111", "gpu2")]
    [InlineData("gpu-00000003,0", "gpu3 gpu0")]
    [InlineData("1,-1,2", "gpu1")]
    [InlineData("MIG-c6d4f1ef-42e4-5de3-91c7-45d71c87eb3f,MIG-GPU-00000000-1111/1/0", "mig0 mig1")]
    public void FindGpus_OfAListOfVisibleOnes_FindsTheseInItsOrder(string? visible, string slots)
    {
        var (gpus, note) = GpuProbe.FindGpus(visible, _ => new DriverAnswer.Said(Four));

        Assert.Equal(slots.Split(' '), SlotPool.OfGpus(gpus, gpus.Count).Free);
        Assert.Null(note);
    }

    [Fact]
    public void FindGpus_OfAPart_IsNamedToTrainersAsItWasGiven()
    {
        const string Part = "MIG-c6d4f1ef-42e4-5de3-91c7-45d71c87eb3f";

        var gpu = Assert.Single(
            GpuProbe.FindGpus(Part, _ => new DriverAnswer.Said("0, GPU-00000000-1111, [N/A], NVIDIA A100-SXM4-80GB\n")).Gpus);

        Assert.Equal((Part, "a part of a GPU"), (gpu.Uuid, gpu.ToString()));
    }

    private const string Parted = """
        GPU 0: NVIDIA A100-SXM4-40GB (UUID: GPU-00000000-1111)
          MIG 3g.20gb     Device  0: (UUID: MIG-c6d4f1ef-42e4-5de3-91c7-45d71c87eb3f)
          MIG 1g.5gb      Device  1: (UUID: MIG-cba663e8-9bed-5b25-b243-5985ef7c9beb)
        GPU 1: NVIDIA A100-SXM4-40GB (UUID: GPU-00000001-1111)
        GPU 2: NVIDIA A100-SXM4-40GB (UUID: GPU-00000002-1111)
          MIG 7g.40gb     Device  0: (UUID: MIG-5f1ac6e7-3f0d-5a32-8c1e-0e7d3e3c1b01)

        """;

    [Theory]
    [InlineData(null, "mig0 mig1 gpu1 mig2 gpu3")]
    [InlineData("1,0", "gpu1 mig0 mig1")]
    [InlineData("GPU-00000002", "mig2")]
    [InlineData("MIG-cba663e8-9bed-5b25-b243-5985ef7c9beb", "mig1")]
    public void FindGpus_OfWhichSomeAreParted_FindsTheirParts(string? visible, string slots)
    {
        var gpus = GpuProbe.FindGpus(visible, question => new DriverAnswer.Said(question == NvidiaSmi.Parts ? Parted : Four)).Gpus;

        Assert.Equal(slots.Split(' '), SlotPool.OfGpus(gpus, gpus.Count).Free);
        Assert.All(gpus, gpu => Assert.Equal(gpu.Label.StartsWith('m'), gpu.Name.Contains("MIG ", StringComparison.Ordinal)));
    }

    [Fact]
    public void FindGpus_OfADriverThatListsNoParts_FindsTheGpus() => Assert.Equal(
        4,
        GpuProbe.FindGpus(
            null,
            question => question == NvidiaSmi.Parts ? new DriverAnswer.Failed("what is -L?") : new DriverAnswer.Said(Four)).Gpus.Count);

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("NoDevFiles")]
    public void FindGpus_WhereNoneIsVisible_TrainsOnTheCpu_WhateverTheDriverDoes(string visible)
    {
        var (gpus, note) = GpuProbe.FindGpus(visible, _ => throw new InvalidOperationException("the driver was asked"));

        Assert.Empty(gpus);
        Assert.Null(note);
    }

    [Theory]
    [InlineData("0,7", "names 7, and no one")]
    [InlineData("GPU-0", "names GPU-0")]
    [InlineData("GPU-77,first", "names GPU-77 and first")]
    public void FindGpus_OfWhatIsNotThere_NamesItAndWhatIs(string visible, string why)
    {
        var refusal = Assert.Throws<ClusterException>(() => GpuProbe.FindGpus(visible, _ => new DriverAnswer.Said(Four)));

        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("3 (GPU-00000003-1111)", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FindGpus_WhoseDriverFails_IsRefusedWithTheRemedy()
    {
        var refusal = Assert.Throws<ClusterException>(() =>
            GpuProbe.FindGpus(null, _ => new DriverAnswer.Failed("nvidia-smi ended with 9")));

        Assert.Contains("nvidia-smi ended with 9", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("CUDA_VISIBLE_DEVICES= (empty)", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FindGpus_WhereThereIsNone_SaysThatTrialsTrainOnTheCpu()
    {
        var (gpus, note) = GpuProbe.FindGpus(null, _ => new DriverAnswer.HasNoGpus("nvidia-smi is not here"));

        Assert.Empty(gpus);
        Assert.Equal("nvidia-smi is not here: trials train on the CPU.", note);
    }

    [Fact]
    public void FindGpus_OfWhichOneIsLost_SaysSoAndTrainsOnTheOthers()
    {
        var (gpus, note) = GpuProbe.FindGpus(
            null,
            _ =>
                new DriverAnswer.Said(
                    "0, GPU-5a1c, 81559, NVIDIA H100\nUnable to determine the device handle for GPU0001:00:00.0: Unknown Error\n"));

        Assert.Single(gpus);
        Assert.Contains("Unable to determine the device handle", note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("echo 0, GPU-1, 2, three", "Said { Text = 0, GPU-1, 2, three\n }")]
    [InlineData("echo No devices were found; exit 6", "HasNoGpus { Why = TOOL says: No devices were found }")]
    [InlineData("echo; echo 'NVIDIA-SMI has failed.'; exit 9", "Failed { Why = TOOL ended with 9 and says: NVIDIA-SMI has failed }")]
    [InlineData("exec sleep 600", "Failed { Why = TOOL gave no answer within 0.2 s }")]
    public void Ask_ReadsHowTheToolEnds(string script, string answer)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the tool is played by a shell");
        using var folder = new TemporaryFolder();
        var tool = folder["nvidia-smi"];
        File.WriteAllText(tool, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(tool, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        // The one that hangs is waited for; the others are given more time than they need.
        var said = NvidiaSmi.Ask(
            tool, "index", script.Contains("sleep", StringComparison.Ordinal) ? TimeSpan.FromSeconds(0.2) : TimeSpan.FromMinutes(1));

        Assert.Equal(answer, $"{said}".Replace(tool, "TOOL", StringComparison.Ordinal));
    }
}
