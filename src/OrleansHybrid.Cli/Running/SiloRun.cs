using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cluster.Connection;
using OrleansHybrid.Cluster.Storage;
using OrleansHybrid.Silo;
using OrleansHybrid.Silo.Machine;

namespace OrleansHybrid.Cli.Running;

/// <summary>One <c>hybrid silo</c>, from its start to its departure.</summary>
internal sealed class SiloRun(SiloOptions options)
{
    /// <returns>The process's exit code.</returns>
    /// <exception cref="SiloException">An option cannot be used.</exception>
    /// <exception cref="ClusterException">A store of the cluster does not answer, or may lose acknowledged writes.</exception>
    /// <exception cref="GrainStorageException">The state cannot be read or written.</exception>
    public async Task<int> Execute()
    {
        using var interrupt = new Interrupt(TimeProvider.System);
        await using var silo = SiloHost.Build(options);
        await silo.StartAsync();
        if (silo.SlotsNote is { } note) await Console.Error.WriteLineAsync($"note: {note}");
        Console.WriteLine(
            $"{options.Membership!.Cluster}: silo with {silo.Slots}   metrics {new Uri(silo.HttpAddress, "metrics")}   "
                + "Ctrl-C checkpoints and leaves");
        if (silo.PageAddress is { } page)
        {
            var file = Path.Combine(options.StateDirectory, "operator-token");
            var token = options.DrainToken is null ? $"the one in {file}" : "the drain token";
            Console.WriteLine($"Page: {page}   changes need the token: open {new Uri(page, "login?t=TOKEN")} with {token}");
        }

        await silo.Leaving(interrupt.Token);
        if (silo.Fault is { } fault) await Console.Error.WriteLineAsync(fault);
        Console.WriteLine("Leaving: each running trial writes a checkpoint and continues elsewhere.");
        await silo.StopAsync();
        return silo.Fault is null ? ExitCode.Complete : ExitCode.StartAgain;
    }
}
