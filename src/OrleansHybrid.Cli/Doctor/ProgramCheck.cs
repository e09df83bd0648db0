using System.Runtime.InteropServices;
using OrleansHybrid.Cluster.Connection;
using OrleansHybrid.Sweeps.Doctor;

namespace OrleansHybrid.Cli.Doctor;

/// <summary>The program, its runtime and the system: what support asks for first.</summary>
internal sealed class ProgramCheck() : MachineCheck("program")
{
    protected override Task<CheckResult> Run(Machine machine, CancellationToken stop) => Task.FromResult(Ok(
        $"hybrid {ProgramVersion.Own}, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription} "
            + $"({RuntimeInformation.RuntimeIdentifier})"));
}
