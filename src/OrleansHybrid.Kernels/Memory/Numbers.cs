namespace OrleansHybrid.Kernels.Memory;

/// <summary>A span that threads can share, of memory that stays where it is while they work.</summary>
internal readonly unsafe struct Numbers<T>(T* start, int length)
    where T : unmanaged
{
    public Span<T> Span => new(start, length);

    public ref T Start => ref *start;

    public bool IsEmpty => length == 0;
}
