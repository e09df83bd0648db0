using OrleansHybrid.Learning.Arithmetic;
using OrleansHybrid.Learning.Checkpoints;
using OrleansHybrid.Sweeps.Protocol;

namespace OrleansHybrid.Learning.Tests.Checkpoints;

public class NumericsTests
{
    [Fact]
    public void DifferenceFrom_Itself_IsEmpty() => Assert.Equal("", Numerics.Of("cpu", 1).DifferenceFrom(Numerics.Of("cpu", 1)));

    [Fact]
    public void DifferenceFrom_OtherThreadsAndCpu_NamesBoth()
    {
        var here = Numerics.Of("cpu", 2);
        Assert.Equal(
            $"CPU {here.Cpu} instead of Abacus 80386, threads 2 instead of 1",
            here.DifferenceFrom(here with { Cpu = "Abacus 80386", Threads = 1 }));
    }

    [Fact]
    public void DifferenceFrom_AnotherGpu_NamesModelDriverAndCudnn()
    {
        var here = new Numerics("2.10.0.0", "cuda", "GenuineIntel AVX512", 1, "NVIDIA H200", "12.8", "9.10.2");

        Assert.Equal(
            "GPU NVIDIA H200 instead of NVIDIA A100, driver for CUDA 12.8 instead of that nobody knows, cuDNN 9.10.2 instead of 9.8.0",
            here.DifferenceFrom(here with { Gpu = "NVIDIA A100", Driver = null, Cudnn = "9.8.0" }));
        Assert.Equal(
            "NVIDIA H200, driver for CUDA 12.8, cuDNN 9.10.2, CPU GenuineIntel AVX512, 1 thread, libtorch 2.10.0.0", here.ToString());
    }

    [Fact]
    public void Json_OfATrainingOnACpu_HasNoMoreThanBefore()
    {
        const string Before = """{"lib_torch":"2.10.0.0","device":"cpu","cpu":"AuthenticAMD AVX512","threads":1}""";

        Assert.Equal(Before, ProtocolJson.Write(ProtocolJson.Read<Numerics>(Before)));
    }

    /// <summary>They needed AVX-512 then, and gave the bits that they give now.</summary>
    [Theory]
    [InlineData("GenuineIntel AVX512", "1", "")]
    [InlineData("GenuineIntel AVX512", "off", "our CPU kernels off instead of 1")]
    [InlineData("AuthenticAMD AVX2", "1", "our CPU kernels 1 instead of off")]
    [InlineData("AuthenticAMD AVX2", "off", "")]
    public void DifferenceFrom_WhatWasWrittenBeforeKernelsWereNamed_KnowsWhichThereWere(string cpu, string kernels, string difference)
    {
        var before = new Numerics("2.10.0.0", "cpu", cpu, 1);
        Assert.Equal(difference, (before with { Kernels = kernels }).DifferenceFrom(before));
    }

    [Fact]
    public void Of_AGpuOnAMachineWithoutOne_LeavesOpenWhatNobodyKnows()
    {
        var here = Numerics.Of("cuda", 1);

        Assert.Equal("cuda", here.Device);
        if (!TorchSharp.torch.cuda.is_available()) Assert.Equal((null, null), (here.Gpu, here.Cudnn));
    }

    [Theory]
    [InlineData(91_002, "9.10.2")]
    [InlineData(90_100, "9.1.0")]
    [InlineData(8907, "8.9.7")]
    public void CudnnVersion_OfItsNumber_IsRead(long number, string version) => Assert.Equal(version, CudaDriver.CudnnVersion(number));
}
