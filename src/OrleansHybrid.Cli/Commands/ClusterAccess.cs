using OrleansHybrid.Cluster.Hosting;
using OrleansHybrid.Cluster.Scheduling;
using OrleansHybrid.Cluster.Storage;
using OrleansHybrid.Cluster.Sweeps;
using OrleansHybrid.Silo;

namespace OrleansHybrid.Cli.Commands;

/// <summary>The sweeps that a command is about, in a cluster or in a folder.</summary>
/// <param name="close">Ends the connection, or the silo that was started for the question.</param>
internal sealed class ClusterAccess(IGrainFactory grains, PatientCalls calls, IAsyncDisposable close) : IAsyncDisposable
{
    /// <summary>Joins a running cluster as its client.</summary>
    /// <exception cref="ClusterException">It cannot be reached.</exception>
    public static async Task<ClusterAccess> Of(RedisServer cluster, CancellationToken stop)
    {
        var connection = await ClusterConnection.Open(cluster, stop);
        return new(connection.Client, connection.Calls, connection);
    }

    /// <summary>Starts a silo that trains nothing on the folder of an earlier run.</summary>
    /// <exception cref="UserException">There is no such folder.</exception>
    /// <exception cref="SiloException">A run works on it.</exception>
    /// <exception cref="GrainStorageException">Its state cannot be read.</exception>
    public static async Task<ClusterAccess> Of(string stateDirectory)
    {
        if (!File.Exists(new StateDirectory(stateDirectory).GrainState))
            throw new UserException(
                $"No cluster is named and {stateDirectory} holds no sweeps. Name a cluster with --cluster redis:host:port, "
                + "or the folder of a run with --state DIR.");
        var silo = SiloHost.Build(new(stateDirectory, null, "") { OnlyAnswers = true });
        await silo.StartAsync();
        return new(silo.Cluster, new(new(), TimeProvider.System), silo);
    }

    public Task<T> Ask<T>(Func<IGrainFactory, Task<T>> question) => calls.Repeat(() => question(grains));

    public Task<T> Ask<T>(string sweep, Func<ISweepGrain, Task<T>> question) => Ask(grains => question(grains.GetGrain<ISweepGrain>(sweep)));

    /// <summary>The sweep that a person means by its id, or by its name where that is enough.</summary>
    /// <exception cref="UserException">There is none, or more than one.</exception>
    public async Task<string> Find(string sweep)
    {
        var known = await Ask(grains => grains.GetScheduler().List());
        if (known.Contains(sweep)) return sweep;
        string[] named = [.. known.Where(id => id.LastIndexOf('-') is > 0 and var end && id[..end] == sweep)];
        return named switch
        {
            [var only] => only,
            [] when known.Length == 0 => throw new UserException("No sweep was submitted yet. Submit one with: hybrid submit FILE"),
            [] => throw new UserException($"There is no sweep {sweep}. There are {string.Join(", ", known)}."),
            _ => throw new UserException($"Several sweeps are named {sweep}: {string.Join(", ", named)}. Give one of these."),
        };
    }

    public ValueTask DisposeAsync() => close.DisposeAsync();
}
