using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cluster.Checkpoints;
using OrleansHybrid.Sweeps.Doctor;

namespace OrleansHybrid.Cli.Doctor;

/// <summary>The checkpoint store, where it is not the state folder.</summary>
internal sealed class CheckpointsCheck() : MachineCheck("checkpoints")
{
    protected override async Task<CheckResult> Run(Machine machine, CancellationToken stop)
    {
        if ((machine.Question.Checkpoints ?? ConsoleSettings.Find(ConsoleSettings.CheckpointsKey)) is not { } setting)
            return Skipped("no checkpoint store is named; a run keeps checkpoints in its state folder");
        var place = CheckpointPlace.Parse(setting);
        var store = place.Open();
        if (place is CheckpointPlace.Folder { Root: var root })
            return new DiskCheck().Ask(root, "--checkpoints") with { Check = Name };
        // Nothing is created in an Azure container here: 'storage init' does so, and writes.
        var owner = await store.Owner(stop);
        return Ok(
            $"{store} answers{(owner is null ? ", and belongs to no state yet" : "")}; 'hybrid storage init' tries to write there as well");
    }
}
