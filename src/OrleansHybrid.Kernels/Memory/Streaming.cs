using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OrleansHybrid.Kernels.Lanes;

namespace OrleansHybrid.Kernels.Memory;

/// <summary>
/// Stores that go around the cache. They pay for a tensor that leaves the cache before it is read, since a store that goes around spares
/// reading what it overwrites; and where whole lines are written at once.
/// </summary>
internal static class Streaming
{
    private const int Line = 64;

    /// <param name="tensor">All of it.</param>
    /// <param name="together">Numbers of a line that are stored one after the other.</param>
    public static unsafe bool Pays<T>(ReadOnlySpan<T> tensor, int together)
        where T : unmanaged =>
        (long)tensor.Length * sizeof(T) >= 8 << 20 && together * sizeof(T) >= Line
        && (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor)) % Line == 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<V>(V values, ref float to, bool streamed)
        where V : unmanaged, ILanes<V>
    {
        if (streamed) values.Stream(ref to);
        else values.Store(ref to);
    }
}
