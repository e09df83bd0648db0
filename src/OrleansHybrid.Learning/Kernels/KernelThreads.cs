namespace OrleansHybrid.Learning.Kernels;

/// <summary>Spreads a kernel's work over as many threads as Torch has.</summary>
internal static class KernelThreads
{
    /// <param name="count">Of pieces.</param>
    /// <param name="work">Gets the number of a piece; pieces must not depend on each other.</param>
    public static void For(int count, Action<int> work)
    {
        var threads = TorchSharp.torch.get_num_threads();
        if (threads == 1)
            for (var piece = 0; piece < count; piece++) work(piece);
        else
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, work);
    }
}
