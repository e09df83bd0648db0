using System.Runtime.InteropServices;
using OrleansHybrid.Kernels.Normalisation;

namespace OrleansHybrid.Kernels.Tests.References;

/// <summary>Float32 numbers as a tensor of either type holds them.</summary>
internal static class StoredNumbers
{
    public static byte[] Bytes(NumberType type, float[] numbers) =>
        type is NumberType.Binary32
            ? MemoryMarshal.AsBytes<float>(numbers).ToArray()
            : MemoryMarshal.AsBytes<ushort>([.. numbers.Select(Rounded)]).ToArray();

    public static float[] Floats(NumberType type, byte[] bytes) =>
        type is NumberType.Binary32
            ? MemoryMarshal.Cast<byte, float>(bytes).ToArray()
            : [.. MemoryMarshal.Cast<byte, ushort>(bytes).ToArray().Select(half => BitConverter.UInt32BitsToSingle((uint)half << 16))];

    /// <returns>The bfloat16 nearest to a number; of two, the even one.</returns>
    public static ushort Rounded(float number)
    {
        var (below, above) = (BitConverter.SingleToUInt32Bits(number) >> 16, (BitConverter.SingleToUInt32Bits(number) >> 16) + 1);
        double Distance(uint half) => Math.Abs((double)BitConverter.UInt32BitsToSingle(half << 16) - number);
        var isNearerAbove = Distance(above) < Distance(below) || (Distance(above) == Distance(below) && above % 2 == 0);
        return (ushort)(isNearerAbove ? above : below);
    }
}
