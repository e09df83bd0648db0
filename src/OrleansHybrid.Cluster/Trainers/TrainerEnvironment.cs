using System.Globalization;
using OrleansHybrid.Sweeps.Protocol;

namespace OrleansHybrid.Cluster.Trainers;

/// <summary>The environment in which a trainer computes as fast as its threads allow, and to the same bits each time.</summary>
public static class TrainerEnvironment
{
    /// <summary>Says <c>normal</c> where trainers shall not give way to the machine's other programs.</summary>
    public const string PriorityVariable = "ORLEANSHYBRID_TRAINER_PRIORITY";

    internal static bool GivesWay => Environment.GetEnvironmentVariable(PriorityVariable) != "normal";

    /// <param name="environment">The trainer's variables.</param>
    /// <param name="threads">How many threads it computes with.</param>
    public static void Set(IDictionary<string, string?> environment, int threads)
    {
        var count = threads.ToString(CultureInfo.InvariantCulture);
        environment["OMP_NUM_THREADS"] = count;
        environment["MKL_NUM_THREADS"] = count;
        environment[CudaEnvironment.Workspace] = CudaEnvironment.WorkspaceSize;
        environment.Remove(CudaEnvironment.TensorFloatOverride);
        environment["DOTNET_gcServer"] = "0";
        environment["DOTNET_TieredPGO"] = "0";
        // Training frees and takes the same large blocks step after step: glibc must not give them back to the kernel each
        // time. Only its main heap can keep them, the heaps of other threads are unmapped as soon as they are empty.
        environment.TryAdd("MALLOC_ARENA_MAX", "1");
        environment.TryAdd("MALLOC_MMAP_MAX_", "0");
        environment.TryAdd("MALLOC_TRIM_THRESHOLD_", "-1");
        environment.TryAdd("MALLOC_TOP_PAD_", "67108864");
        environment.TryAdd("GLIBC_TUNABLES", "glibc.malloc.hugetlb=1");
    }
}
