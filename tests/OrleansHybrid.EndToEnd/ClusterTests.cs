using OrleansHybrid.Cluster.Connection;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Hosting;
using OrleansHybrid.Sweeps.Results;

namespace OrleansHybrid.EndToEnd;

/// <summary>A cluster as its operator starts it: a control silo and two that train, on a Redis server.</summary>
public sealed class ClusterTests(UndisturbedRun undisturbed) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SlowFact]
    public async Task Cluster_WhoseTrainingSiloIsKilled_EndsWithTheSameBits()
    {
        using var redis = new RedisProcess();
        await using var control = Silo(redis, "control", "--role", "control");
        await using var first = Silo(redis, "first", "--role", "gpu", "--slots", "1");
        await Joined(control, first);
        await using var cluster = await ClusterConnection.Open(
            RedisServer.Parse(redis.Setting), cancellationToken: TestContext.Current.CancellationToken);
        var id = (await cluster.Ask(client => client.GetScheduler().Submit(TinySweep.Yaml, "tiny.yaml"))).Sweep;
        await Until(cluster, id, status => status.Running.Any(trial => trial.Progress?.Epoch > 0), control, first);

        var trainer = Assert.Single(first.Trainers());
        first.Signal("KILL");
        await using var second = Silo(redis, "second", "--role", "gpu", "--slots", "2");
        await Until(cluster, id, status => status.IsFinished, control, second);

        Assert.False(Directory.Exists($"/proc/{trainer}"), "the killed silo's trainer lives on");
        var rows = await cluster.Ask(client => client.GetGrain<ISweepGrain>(id).Rows(0, TinySweep.Trials));
        Assert.Equal(undisturbed.Table.Rows.Select(row => row["weights_sha256"]), rows.Select(row => row.Result?.WeightsSha256));
        Assert.Equal((2, 1), (rows[0].Attempts, rows[0].Preemptions));

        second.Signal("TERM");
        Assert.Equal(0, await second.Exited());
    }

    [Fact]
    public async Task Silo_OnAServerThatMayForget_IsRefusedUnlessOneInsists()
    {
        using var redis = new RedisProcess("--appendonly", "no");

        var (exitCode, output) = await HybridProcess.Run(_folder.Path, "silo", "--role", "control", "--cluster", redis.Setting);

        Assert.Equal(1, exitCode);
        Assert.Contains("appendonly yes", output, StringComparison.Ordinal);
        await using var silo = Silo(redis, "insists", "--role", "control", "--accept-data-loss");
        await Joined(silo);
    }

    [Fact]
    public async Task Silo_ForOtherMachines_IsRefusedWithoutAWordOfTrust()
    {
        var (exitCode, output) = await HybridProcess.Run(_folder.Path, "silo", "--cluster", "redis:127.0.0.1:1", "--address", "10.0.0.7");

        Assert.Equal(1, exitCode);
        Assert.Contains("--trusted-network", output, StringComparison.Ordinal);
    }

    private HybridProcess Silo(RedisProcess redis, string name, params IEnumerable<string> arguments) => HybridProcess.Start(
        _folder.Path, ["silo", .. arguments, "--cluster", redis.Setting, "--checkpoints", "checkpoints", "--local", name]);

    private static async Task Joined(params IEnumerable<HybridProcess> silos)
    {
        foreach (var silo in silos) await silo.Said(output => output.Contains(": silo with ", StringComparison.Ordinal));
    }

    private static Task Until(ClusterConnection cluster, string sweep, Func<SweepStatus, bool> condition, params HybridProcess[] silos) =>
        Eventually.Is(
        async () =>
        {
            Assert.All(silos, silo => Assert.True(silo.IsRunning, silo.Output));
            return condition(await cluster.Ask(client => client.GetGrain<ISweepGrain>(sweep).Status()));
        },
        "the sweep stands as it should");
}
