using System.CommandLine;
using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cli.Options;
using OrleansHybrid.Cluster.Storage;
using OrleansHybrid.Sweeps.Terminal;

namespace OrleansHybrid.Cli.Commands;

/// <summary>Prepares and tests the storage of a cluster before any silo depends on it.</summary>
internal static class StorageCommand
{
    public static Command Create() => new("storage", "Prepare the storage of a cluster.") { CreateInit() };

    private static Command CreateInit()
    {
        var (cluster, checkpoints) = (ClusterOption.Create(), CheckpointOption.Create());
        var state = new Option<string?>("--state") { Description = "The store of grain state; the cluster's own server unless given." };
        var command = new Command(
            "init",
            "Create missing storage, write and read a probe, and report everything "
                + "that a silo would refuse.") { cluster, state, checkpoints };
        command.SetAction(async (arguments, stop) =>
        {
            var server = arguments.Server(cluster);
            await server.Require();
            Console.WriteLine($"{server}: {server.Proven}");
            var store = (arguments.GetValue(state) ?? ConsoleSettings.Find(ConsoleSettings.StateKey)) is { } setting
                ? GrainStateStore.Parse(setting)
                : GrainStateStore.Of(server);
            if (!store.IsProvenBy(server))
            {
                await store.RequireDurability();
                Console.WriteLine($"{store}: {store.Proven}");
            }

            var place = arguments.Place(checkpoints, server).Open();
            await place.RequireAccess(stop);
            Console.WriteLine($"{place}: exists, and can be written, read and deleted");
            Console.WriteLine("Start a silo with: " + HybridCommand.Of("silo", "--cluster", server.Setting));
            return ExitCode.Complete;
        });
        return command;
    }
}
