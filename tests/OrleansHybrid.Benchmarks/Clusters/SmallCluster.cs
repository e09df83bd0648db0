using OrleansHybrid.Cluster.Connection;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Hosting;
using OrleansHybrid.Cluster.Storage;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Benchmarks.Clusters;

/// <summary>A control silo and silos that train on CPU slots, each a process of its own, on a Redis server of their own.</summary>
internal sealed class SmallCluster : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50), StartPatience = TimeSpan.FromMinutes(5);

    /// <summary>More patient than a person: a benchmark outlasts whatever befalls its cluster.</summary>
    public static PatientCalls Calls { get; } = new(new(), TimeProvider.System, StartPatience);

    private readonly string _mark = Guid.NewGuid().ToString();
    private readonly string _folder = Directory.CreateTempSubdirectory("hybrid-cluster-").FullName;
    private readonly AzuriteProcess? _azurite;

    /// <param name="slots">Of each silo that trains.</param>
    /// <param name="trainer">Null takes the real one.</param>
    /// <param name="onAzurite">Whether the checkpoints are kept in Azure Blob Storage (its emulator) instead of a folder.</param>
    /// <param name="grace">What trainers get for a last checkpoint when their silo leaves.</param>
    public SmallCluster(int gpuSilos, int slots, string? trainer = null, bool onAzurite = false, string grace = "10s")
    {
        _azurite = onAzurite ? new(Path.Combine(_folder, "azurite")) : null;
        Redis = new(Path.Combine(_folder, "redis"));
        Control = Silo("control", "--role", "control");
        Gpus = [.. Enumerable.Range(1, gpuSilos).Select(number => Silo($"gpu{number}", "--role", "gpu", "--slots", $"{slots}"))];

        SiloProcess Silo(string name, params IEnumerable<string> arguments) =>
            new(
                _folder,
                name,
                _mark,
                trainer,
                _azurite?.Setting("soak") ?? Path.Combine(_folder, "checkpoints"),
                [.. arguments, "--cluster", Redis.Setting, "--grace", grace]);
    }

    /// <summary>The trainer that trains a chain of numbers, a shell script.</summary>
    public static string ScriptedTrainer { get; } = Path.Combine(AppContext.BaseDirectory, "Scripts", "scripted-trainer.sh");

    public RedisProcess Redis { get; }

    public SiloProcess Control { get; }

    public IReadOnlyList<SiloProcess> Gpus { get; }

    public IEnumerable<SiloProcess> Silos => [Control, .. Gpus];

    public async Task<ClusterConnection> Connect()
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return await ClusterConnection.Open(RedisServer.Parse(Redis.Setting));
            }
            catch (ClusterException) when (TimeProvider.System.GetElapsedTime(begun) < StartPatience)
            {
                // Its silos are still starting.
            }
        }
    }

    public static async Task<ISweepGrain> Submit(ClusterConnection connection, string yaml) =>
        connection.Client.GetGrain<ISweepGrain>(
            (await Calls.Repeat(() => connection.Client.GetScheduler().Submit(yaml, "benchmark.yaml"))).Sweep);

    /// <summary>Asks, however long the cluster takes to answer, until the condition holds.</summary>
    public static async Task<SweepStatus> Until(ISweepGrain sweep, Func<SweepStatus, bool> condition, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                if (await sweep.Status() is var status && condition(status)) return status;
            }
            catch (Exception failure) when (
                failure is TimeoutException or OrleansException or OperationCanceledException && !stop.IsCancellationRequested)
            {
                // Its silo is away.
            }

            await Task.Delay(Pause, TimeProvider.System, stop);
        }
    }

    /// <summary>What the scripted trainers of a trial did, step by step.</summary>
    public (int Attempt, int Step)[] Journal(string sweep, int trial)
    {
        var file = Path.Combine(new StateDirectory(_folder).Checkpoints(new(sweep, trial)), "journal");
        return File.Exists(file)
            ? [.. File.ReadAllLines(file).Select(line => line.Split(' ')).Select(words => (int.Parse(words[0]), int.Parse(words[1])))]
            : [];
    }

    /// <summary>What the silos wrote of a trial, one after the other.</summary>
    public IEnumerable<string> TrialLog(TrialId trial) =>
        Gpus.Select(silo => new StateDirectory(silo.Local).Log(trial)).Where(File.Exists).SelectMany(File.ReadLines);

    /// <summary>Stops the silos. What still runs of what they started are orphans.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> Stop()
    {
        foreach (var silo in Silos) await silo.DisposeAsync();
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
        var orphans = Processes.WithEnvironment($"ORLEANSHYBRID_MARK={_mark}");
        if (orphans.Count > 0) Processes.Send(Signal.Kill, orphans);
        return orphans.Count;
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        Redis.Dispose();
        _azurite?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
