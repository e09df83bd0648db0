using System.Runtime.CompilerServices;

namespace OrleansHybrid.Kernels.Memory;

/// <summary>Memory that a thread keeps from call to call.</summary>
internal static unsafe class Room
{
    private const int Line = 64;

    /// <param name="room">Where it is kept.</param>
    /// <returns>Room for so many numbers, uninitialised, from the beginning of a cache line.</returns>
    public static Numbers<float> For(ref float[]? room, int numbers)
    {
        if (room is null || room.Length < numbers + Line / sizeof(float))
            room = GC.AllocateUninitializedArray<float>(numbers + Line / sizeof(float), pinned: true);
        var start = (nint)Unsafe.AsPointer(ref room[0]);
        return new((float*)((start + Line - 1) / Line * Line), numbers);
    }
}
