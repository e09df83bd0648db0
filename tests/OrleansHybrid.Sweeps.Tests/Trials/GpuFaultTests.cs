using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Tests.Trials;

public class GpuFaultTests
{
    [Theory]
    [InlineData("CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 79.15 GiB")]
    [InlineData("CUDA error: out of memory\nCUDA kernel errors might be asynchronously reported at some other API call")]
    [InlineData("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`")]
    [InlineData("cuDNN error: CUDNN_STATUS_ALLOC_FAILED")]
    [InlineData("cuDNN error: CUDNN_STATUS_INTERNAL_ERROR_DEVICE_ALLOCATION_FAILED")]
    public void Of_MemoryThatRanOut_IsTheGpusMemory(string text) => Assert.Equal(FailureKind.OutOfGpuMemory, GpuFault.Of(text));

    [Theory]
    [InlineData("CUDA error: unknown error\nCUDA kernel errors might be asynchronously reported")]
    [InlineData("CUDA error: unspecified launch failure")]
    [InlineData("CUDA error: uncorrectable ECC error encountered")]
    [InlineData("CUDA error: no kernel image is available for execution on the device")]
    [InlineData("CUDA driver version is insufficient for CUDA runtime version")]
    [InlineData("CUDA initialization: The NVIDIA driver on your system is too old (found version 11040).")]
    [InlineData("Unable to determine the device handle for GPU0000:01:00.0: GPU is lost. Reboot the system to recover this GPU")]
    [InlineData("NVRM: Xid (PCI:0000:01:00): 79, GPU has fallen off the bus.")]
    public void Of_ADeviceThatFailed_IsTheGpu(string text) => Assert.Equal(FailureKind.GpuLost, GpuFault.Of(text));

    [Theory]
    [InlineData("CUDA error: device-side assert triggered")]
    [InlineData("CUDA error: an illegal memory access was encountered")]
    [InlineData("CUDA error: invalid configuration argument")]
    [InlineData("mat1 and mat2 shapes cannot be multiplied (4x3 and 4x3)")]
    [InlineData("DefaultCPUAllocator: can't allocate memory: you tried to allocate 17179869184 bytes.")]
    public void Of_WhatAnyGpuWouldSay_IsNoFaultOfAGpu(string text) => Assert.Null(GpuFault.Of(text));

    [Fact]
    public void Explain_MemoryThatRanOut_NamesWhatWouldFit()
    {
        var failure = GpuFault.Explain(FailureKind.OutOfGpuMemory, "CUDA out of memory.");

        Assert.StartsWith("The memory of the GPU ran out: CUDA out of memory. Lower batch_size", failure.Message, StringComparison.Ordinal);
        Assert.Contains("bfloat16", failure.Message, StringComparison.Ordinal);
        Assert.Contains("--slots-per-gpu", failure.Message, StringComparison.Ordinal);
        Assert.True(failure.IsOwnFault);
    }
}
