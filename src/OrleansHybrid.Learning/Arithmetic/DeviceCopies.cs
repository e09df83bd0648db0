using TorchSharp;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Arithmetic;

/// <summary>Copies of the host's numbers on the device.</summary>
internal static class DeviceCopies
{
    /// <summary>
    /// Brings a tensor that was just made on the host to the device. A GPU is not waited for: the numbers go through page-locked memory,
    /// which the library keeps until the GPU has read it. A plain copy would wait until all that was asked of the GPU before is done.
    /// </summary>
    public static Tensor SentTo(this Tensor numbers, Device device) =>
        device.type is DeviceType.CUDA ? numbers.pin_memory().to(device, non_blocking: true) : numbers.to(device);
}
