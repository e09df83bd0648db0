namespace OrleansHybrid.Kernels.Memory;

/// <summary>
/// Spreads a kernel's work over threads. What a piece is depends on the shape alone, so the bits do not depend on their number.
/// </summary>
internal static class Chunks
{
    /// <param name="count">Of pieces.</param>
    /// <param name="work">Gets the number of a piece; pieces must not depend on each other.</param>
    public static void ForEach(int count, int threads, Action<int> work)
    {
        if (threads == 1)
            for (var piece = 0; piece < count; piece++) work(piece);
        else
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, work);
    }
}
