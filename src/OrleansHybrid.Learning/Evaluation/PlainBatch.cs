using System.Runtime.InteropServices;
using OrleansHybrid.Learning.Arithmetic;
using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Failures;
using TorchSharp;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Evaluation;

/// <summary>Images as they are, for a network that does not learn.</summary>
/// <param name="Indices">(N) those that can be shown.</param>
/// <param name="Images">(N, 3, S, S), normalised, on the device.</param>
internal sealed record PlainBatch(int[] Indices, Tensor Images)
{
    // A GPU that is asked for little at a time spends its time on being asked.
    private const int MostImages = 256, MostImagesOfAGpu = 2048, MostPixels = MostImages * 128 * 128;

    /// <summary>All images, in as large batches as the activations of a deep network leave room for.</summary>
    /// <param name="device">Where the network is.</param>
    public static IEnumerable<int[]> IndicesOf(LabelledImages images, Device device)
    {
        var most = device.type is DeviceType.CPU ? MostImages : MostImagesOfAGpu;
        return Enumerable.Range(0, images.Count).Chunk(Math.Clamp(MostPixels / (images.ViewSide * images.ViewSide), 1, most));
    }

    /// <summary>In the current dispose scope.</summary>
    /// <exception cref="DataException">The images cannot be read.</exception>
    public static PlainBatch Of(LabelledImages images, int[] indices, Device device)
    {
        var room = empty(indices.Length, LabelledImages.Channels, images.ViewSide, images.ViewSide);
        var shown = images.Plain(indices, MemoryMarshal.Cast<byte, float>(room.bytes));
        return new(shown, room.narrow(0, 0, shown.Length).SentTo(device));
    }
}
