using System.Globalization;
using OrleansHybrid.Sweeps.Doctor;
using OrleansHybrid.Sweeps.Text;

namespace OrleansHybrid.Cli.Doctor;

/// <summary>Cores and memory, and what a container leaves of them.</summary>
internal sealed class CoresCheck() : MachineCheck("cores")
{
    protected override Task<CheckResult> Run(Machine machine, CancellationToken stop) => Task.FromResult(
        Judge(Environment.ProcessorCount, CpuQuota.Find(), GC.GetGCMemoryInfo().TotalAvailableMemoryBytes));

    /// <param name="cores">As the runtime counts them: a part of a core counts as one.</param>
    /// <param name="quota">Cores that this process may use on average; null where it may use all.</param>
    /// <param name="memory">Bytes that this process may use.</param>
    internal CheckResult Judge(int cores, double? quota, long memory)
    {
        var found = string.Create(
            CultureInfo.InvariantCulture,
            $"{cores} {(cores == 1 ? "core" : "cores")} and {ByteSizes.Write(memory)} of memory: without a GPU, {cores} "
                + $"{(cores == 1 ? "trial trains" : "trials train")} at once");
        if (quota is not { } allowed || allowed >= cores) return Ok(found);
        var slots = Math.Max(1, (int)allowed);
        return Warning(
            string.Create(CultureInfo.InvariantCulture, $"{found}, and a quota allows them {allowed:0.##} cores"),
            string.Create(CultureInfo.InvariantCulture, $"Raise the CPU limit of the container or service, or give --slots {slots}."));
    }
}
