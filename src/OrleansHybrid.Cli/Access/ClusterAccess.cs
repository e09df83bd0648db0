using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cluster.Clocks;
using OrleansHybrid.Cluster.Connection;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Hosting;
using OrleansHybrid.Cluster.Reading;
using OrleansHybrid.Cluster.Storage;
using OrleansHybrid.Silo;
using OrleansHybrid.Silo.Machine;

namespace OrleansHybrid.Cli.Access;

/// <summary>The sweeps of a cluster or of a folder, as commands use them.</summary>
/// <param name="close">Closes the connection, or ends the silo that was started for the command.</param>
internal sealed class ClusterAccess(IGrainFactory grains, PatientCalls calls, IAsyncDisposable close) : IAsyncDisposable
{
    /// <summary>Joins a running cluster as its client.</summary>
    /// <exception cref="ClusterUnreachableException">The cluster does not answer.</exception>
    /// <exception cref="ClusterException">The cluster runs another version of this program.</exception>
    public static async Task<ClusterAccess> Of(ClusterServer cluster, ClusterIdentity? identity, CancellationToken stop) =>
        await Of(await ClusterConnection.Open(cluster, identity, stop));

    private static async Task<ClusterAccess> Of(ClusterConnection connection)
    {
        try
        {
            await RequireVersion(connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        return new(connection.Client, connection.Calls, connection);
    }

    /// <summary>Joins the run that works on a folder, or starts a silo without slots on the folder of an earlier run.</summary>
    /// <exception cref="UserException">The folder does not exist.</exception>
    /// <exception cref="SiloException">A run is using the folder.</exception>
    /// <exception cref="GrainStorageException">Its state cannot be read.</exception>
    /// <exception cref="ClusterException">The place of the checkpoints is malformed.</exception>
    public static async Task<ClusterAccess> Of(string stateDirectory, CancellationToken stop)
    {
        if (!File.Exists(new StateDirectory(stateDirectory).GrainState))
            throw new UserException(
                $"No cluster is named and {stateDirectory} holds no sweeps. Name a cluster with --cluster redis:host:port, "
                + "or the folder of a run with --state DIR.");
        if (RunningSilo.Find(stateDirectory) is var (gateway, secret))
            return await Of(await ClusterConnection.Open(gateway, secret, stateDirectory, stop));
        var silo = SiloHost.Build(new(stateDirectory, null, "")
        {
            OnlyAnswers = true,
            HasPage = false,
            Checkpoints = RunPlace.Find(stateDirectory),
        });
        await silo.StartAsync(stop);
        return new(silo.Cluster, new(new(), AwakeTime.System), silo);
    }

    public Task<T> Ask<T>(Func<IGrainFactory, Task<T>> question) => calls.Repeat(() => question(grains));

    /// <inheritdoc cref="PatientCalls.Request{T}"/>
    public Task<T> Request<T>(Func<ISchedulerGrain, Guid, Task<T>> call) => calls.Request(request => call(grains.GetScheduler(), request));

    public Task<T> Ask<T>(Func<ISchedulerGrain, Task<T>> question) => Ask((IGrainFactory grains) => question(grains.GetScheduler()));

    /// <summary>The sweep with this id, or with this name if the name is unique.</summary>
    /// <exception cref="UserException">There is none, or more than one.</exception>
    public async Task<SweepHandle> Sweep(string name) => Open(await Find(name));

    /// <inheritdoc cref="FromScratch.Forget"/>
    public Task Forget(string sweep, CancellationToken stop) => FromScratch.Forget(sweep, grains, calls, stop);

    /// <inheritdoc cref="Fleet.Read"/>
    public Task<IReadOnlyList<FleetSilo>> Silos(bool withLeft) => Fleet.Read(grains, calls, withLeft);

    /// <inheritdoc cref="FromScratch.Delete"/>
    public Task Delete(string sweep, Action<string> say) => FromScratch.Delete(sweep, grains, calls, say);

    /// <summary>All sweeps, with or without archived ones.</summary>
    public async Task<IReadOnlyList<SweepHandle>> Sweeps(bool withArchived)
    {
        var known = await Ask(scheduler => scheduler.List());
        return [.. (withArchived ? known.Ids : known.Shown).Select(Open)];
    }

    public ValueTask DisposeAsync() => close.DisposeAsync();

    private static async Task RequireVersion(ClusterConnection connection)
    {
        string version;
        try
        {
            version = await connection.Ask(client => client.GetScheduler().Version());
        }
        catch (Exception failure) when (failure is not (ClusterException or GrainStorageException))
        {
            throw OtherVersion("another version", failure);
        }

        if (ProgramVersion.Released(version) != ProgramVersion.Released(ProgramVersion.Own)) throw OtherVersion(version, null);
    }

    private static ClusterException OtherVersion(string version, Exception? failure) => new(
        $"The cluster runs {version} of OrleansHybrid and this console is {ProgramVersion.Own}: "
            + "use the console of the cluster's version.", failure);

    private SweepHandle Open(string id) => new(id, grains.GetGrain<ISweepGrain>(id), grains, calls);

    private async Task<string> Find(string sweep)
    {
        var known = await Ask(scheduler => scheduler.List());
        var named = known.Named(sweep);
        return named switch
        {
            [var only] => only,
            [] when known.Ids.Length == 0 => throw new UserException("No sweep was submitted yet. Submit one with: hybrid submit FILE"),
            [] => throw new UserException($"There is no sweep {sweep}. There are {string.Join(", ", known.Ids)}."),
            _ => throw new UserException($"Several sweeps are named {sweep}: {string.Join(", ", named)}. Give one of these."),
        };
    }
}
