using Microsoft.Extensions.DependencyInjection;
using Orleans.Persistence;
using Orleans.Persistence.Redis;
using Orleans.Runtime.Hosting;
using Orleans.Storage;
using OrleansHybrid.Cluster.Connection;

namespace OrleansHybrid.Cluster.Storage;

/// <summary>
/// Orleans' grain storage on Redis, with its faults in our words: a server that does not answer is a timeout, which means
/// "unknown" and is repeated; one that refuses a write is a <see cref="GrainStorageException"/> with the remedy.
/// </summary>
internal sealed class RedisGrainState(IGrainStorage redis, RedisServer server) : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle lifecycle) => ((ILifecycleParticipant<ISiloLifecycle>)redis).Participate(lifecycle);

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Explained(() => redis.ReadStateAsync(stateName, grainId, grainState));

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Explained(() => redis.WriteStateAsync(stateName, grainId, grainState));

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Explained(() => redis.ClearStateAsync(stateName, grainId, grainState));

    private async Task Explained(Func<Task> access)
    {
        try
        {
            await access();
        }
        catch (RedisStorageException failure)
        {
            throw Explain(failure);
        }
    }

    // The provider tells the cause of a failed write in its message alone.
    private Exception Explain(RedisStorageException failure) => $"{failure.Message} {failure.InnerException}" switch
    {
        var text when text.Contains("OOM ", StringComparison.Ordinal) => Refused("its memory is full. Raise maxmemory", failure),
        var text when text.Contains("MISCONF", StringComparison.Ordinal) =>
            Refused("it cannot write to its disk. Free some space or mend the disk", failure),
        var text when text.Contains("READONLY", StringComparison.Ordinal) =>
            Refused("it is a replica that may not be written. Name the primary server with --state", failure),
        var text when text.Contains("NOAUTH", StringComparison.Ordinal) || text.Contains("NOPERM", StringComparison.Ordinal) =>
            Refused("this user may not use it. Give a user and password that may", failure),
        _ => new TimeoutException($"{server} does not answer; what it acknowledged is kept.", failure),
    };

    private GrainStorageException Refused(string why, Exception failure) =>
        new($"{server}: the state of the sweeps cannot be saved: {why}; the sweeps go on by themselves.", failure);
}

public static class RedisGrainStateHosting
{
    /// <summary>Keeps the grain state called <paramref name="name"/> in Redis, a key a state: the whole grain id and the state's
    /// name.</summary>
    public static ISiloBuilder AddRedisGrainState(this ISiloBuilder silo, string name, RedisServer server)
    {
        silo.Services.AddOptions<RedisStorageOptions>(name).Configure(redis =>
        {
            redis.ConfigurationOptions = server.ConnectionOptions();
            redis.GrainStorageSerializer = new ProtocolStorageSerializer();
            // A cleared state keeps its version: a writer from before the clearing must meet a conflict.
            redis.DeleteStateOnClear = false;
        });
        silo.Services.AddGrainStorage(name, (services, key) => new RedisGrainState(RedisGrainStorageFactory.Create(services, key), server));
        return silo;
    }
}
