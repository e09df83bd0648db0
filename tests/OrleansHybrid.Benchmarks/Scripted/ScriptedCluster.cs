using OrleansHybrid.Benchmarks.Clusters;
using OrleansHybrid.Cluster.Connection;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Storage;
using OrleansHybrid.Silo;
using OrleansHybrid.Sweeps.Definition.Yaml;

namespace OrleansHybrid.Benchmarks.Scripted;

/// <summary>A real silo with its real durable storage, in a folder that goes with it; its slots are the benchmark's.</summary>
internal sealed class ScriptedCluster : IAsyncDisposable
{
    private readonly SiloHost _silo;
    private readonly DirectoryInfo _folder;
    private readonly RedisProcess? _redis;

    private ScriptedCluster(SiloHost silo, DirectoryInfo folder, RedisProcess? redis, string agent) =>
        (_silo, _folder, _redis, Agent) = (silo, folder, redis, agent);

    public IGrainFactory Grains => _silo.Cluster;

    /// <summary>The silo's address: a member of the cluster, as a slot agent must be.</summary>
    public string Agent { get; }

    /// <summary>How a console names the cluster; null for a silo that stands alone.</summary>
    public string? Setting => _redis?.Setting;

    /// <summary>The address of the page.</summary>
    public Uri Page => _silo.PageAddress!;

    /// <summary>Bytes of grain state: on disk, or in the memory of a Redis server.</summary>
    public long StateBytes => _redis?.UsedMemory ?? _folder.GetFiles("grains.db*").Sum(file => file.Length);

    /// <param name="onRedis">Whether state is kept by a Redis server of its own, as in a cluster, instead of the SQLite file of a silo that
    /// stands alone.</param>
    public static async Task<ScriptedCluster> Start(bool onRedis = false)
    {
        var folder = Directory.CreateTempSubdirectory("hybrid-benchmark-");
        var redis = onRedis ? new RedisProcess(Path.Combine(folder.FullName, "redis")) : null;
        var silo = SiloHost.Build(new(folder.FullName, null, "")
        {
            OnlyAnswers = true,
            Membership = redis is null
                ? null
                : new(RedisServer.Parse(redis.Setting), new GrainStateStore.Redis(RedisServer.Parse(redis.Setting))),
            // A busy machine is slow, not lost.
            Timings = new() { Call = TimeSpan.FromSeconds(30) },
        });
        await silo.StartAsync();
        var hosts = await silo.Cluster.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true);
        return new(silo, folder, redis, hosts.Keys.Single().ToParsableString());
    }

    public async Task<ISweepGrain> Submit(string yaml) =>
        Grains.GetGrain<ISweepGrain>((await Grains.GetScheduler().Submit(yaml, "benchmark.yaml")).Sweep);

    /// <summary>A grid of so many trials: ten seeds, and as many temperatures and weight decays as it takes.</summary>
    /// <param name="trials">A multiple of 1,000, or fewer than that in tens.</param>
    public static string Sweep(string name, int trials, string more = "")
    {
        var temperatures = Math.Min(100, trials / 10);
        var decays = Math.Max(1, trials / 1_000);
        var yaml = FormattableString.Invariant($$"""
            name: {{name}}
            parameters:
              temperature: {values: [{{string.Join(", ", Enumerable.Range(1, temperatures).Select(value => FormattableString.Invariant($"{value / 100.0}")))}}]}
              weight_decay: {values: [{{string.Join(", ", Enumerable.Range(1, decays).Select(value => FormattableString.Invariant($"{value / 1e5}")))}}]}
            repeats: {seeds: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]}
            recipe: {epochs: 2}
            {{more}}
            """);
        if (new SweepText(yaml, name).Parse().TrialCount != trials)
            throw new BenchmarkException($"{trials} trials make no grid; try 100, 1000, 10000 or 100000.");
        return yaml;
    }

    public async ValueTask DisposeAsync()
    {
        await _silo.DisposeAsync();
        _redis?.Dispose();
        _folder.Delete(recursive: true);
    }
}
