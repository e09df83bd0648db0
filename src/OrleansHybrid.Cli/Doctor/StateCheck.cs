using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cluster.Storage;
using OrleansHybrid.Sweeps.Doctor;

namespace OrleansHybrid.Cli.Doctor;

/// <summary>The store of grain state, where it is not the cluster's own server.</summary>
internal sealed class StateCheck() : MachineCheck("state")
{
    protected override async Task<CheckResult> Run(Machine machine, CancellationToken stop)
    {
        if (ConsoleSettings.Find(ConsoleSettings.StateKey) is not { } setting)
            return Skipped("no store of grain state is named; it is kept by the cluster's server, or by a run in its folder");
        var store = GrainStateStore.Parse(setting);
        await store.RequireDurability();
        return Ok($"{store}: {store.Proven}");
    }
}
