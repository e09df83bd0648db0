using OrleansHybrid.Sweeps.Doctor;

namespace OrleansHybrid.Cli.Doctor;

/// <summary>The server of the cluster.</summary>
internal sealed class ClusterCheck() : MachineCheck("cluster")
{
    protected override async Task<CheckResult> Run(Machine machine, CancellationToken stop)
    {
        if (machine.Cluster() is not { } server) return Skipped("no cluster is named; a run on this machine needs none");
        await server.Require();
        return Ok($"{server}: {server.Proven}");
    }
}
