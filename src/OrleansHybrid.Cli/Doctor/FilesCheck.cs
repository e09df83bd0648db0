using OrleansHybrid.Cluster.Connection;
using OrleansHybrid.Sweeps.Doctor;

namespace OrleansHybrid.Cli.Doctor;

/// <summary>Whether enough files may be open at a time.</summary>
internal sealed class FilesCheck() : MachineCheck("files")
{
    protected override Task<CheckResult> Run(Machine machine, CancellationToken stop)
    {
        OpenFiles.Require();
        return Task.FromResult(Ok("a process may have as many files open as a silo needs"));
    }
}
