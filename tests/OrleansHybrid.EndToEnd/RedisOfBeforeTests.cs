using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansHybrid.Cluster.Connection;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Hosting;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Trials;
using StackExchange.Redis;

namespace OrleansHybrid.EndToEnd;

/// <summary>A cluster that an earlier version left, in Redis and a folder of checkpoints: <c>Before/redis/README.md</c>.</summary>
public sealed class RedisOfBeforeTests : IDisposable
{
    private const string Sweep = "left-5d9ff898";

    private static readonly string Before = Repository.PathOf("tests", "OrleansHybrid.EndToEnd", "Before", "redis");

    private static readonly string[] Commands = ["list", "status left", "trials left", "trial show left/0000"];

    private static readonly string[] Reasons = ["waiting", "pending_reason", "waits_because", "reason"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SlowFact]
    public async Task Cluster_OfTheVersionBefore_IsReadAndFinishesTheSweepFromItsCheckpoint()
    {
        using var redis = new RedisProcess();
        await Fill(redis);
        StateOfBeforeTests.Copy(Path.Combine(Before, "checkpoints"), _folder["checkpoints"]);

        await using var control = Silo(redis, "control", "--role", "control");
        await control.Said(output => output.Contains(": silo with ", StringComparison.Ordinal));
        foreach (var command in Commands)
        {
            await using var hybrid = HybridProcess.Start(_folder.Path, [.. command.Split(' '), "-o", "json", "--cluster", redis.Setting]);
            Assert.Equal(0, await hybrid.Exited());
            var now = LaterMembers.RemovedFrom(string.Join('\n', hybrid.StandardOutput));
            Assert.Equal(WithoutReasons(await Said(command)), WithoutReasons(now));
        }

        await using var silo = Silo(redis, "gpu", "--role", "gpu", "--slots", "1");
        await using var cluster = await ClusterConnection.Open(
            RedisServer.Parse(redis.Setting), cancellationToken: TestContext.Current.CancellationToken);
        await Eventually.Is(
            async () =>
            {
                Assert.True(control.IsRunning && silo.IsRunning, control.Output + silo.Output);
                return (await cluster.Ask(client => client.GetGrain<ISweepGrain>(Sweep).Status())).IsFinished;
            },
            "the sweep is finished");

        var rows = await cluster.Ask(client => client.GetGrain<ISweepGrain>(Sweep).Rows(0, 2));
        Assert.Equal([(TrialState.Completed, 2), (TrialState.Completed, 1)], rows.Select(row => (row.State, row.Attempts)));
        // Their seconds say that these epochs are the old trainer's own, and not trained again.
        using var shown = JsonDocument.Parse(await Said("trial show left/0000"));
        var old = ProtocolJson.Read<EpochMetrics[]>(shown.RootElement.GetProperty("epochs").GetRawText());
        var history = await cluster.Ask(client => client.GetTrial(new(Sweep, 0)).History());
        Assert.Equal(5, old.Length);
        Assert.Equal(old, history.Take(5));
        Assert.Equal(12, history.Count);
    }

    private static Task<string> Said(string command) =>
        File.ReadAllTextAsync(Path.Combine(Before, "said", $"{command.Replace(' ', '-').Replace('/', '-')}.json"));

    // Why a trial waits is no part of the state: a control silo that has just begun knows of no slot.
    private static string WithoutReasons(string json)
    {
        var said = JsonNode.Parse(json)!;
        Remove(said);
        return said.ToJsonString();

        static void Remove(JsonNode? node)
        {
            if (node is JsonObject members)
            {
                foreach (var reason in Reasons) members.Remove(reason);
                foreach (var (_, member) in members) Remove(member);
            }
            else if (node is JsonArray items)
            {
                foreach (var item in items) Remove(item);
            }
        }
    }

    private static async Task Fill(RedisProcess redis)
    {
        await using var server = await ConnectionMultiplexer.ConnectAsync(redis.Setting["redis:".Length..]);
        var commands = JsonSerializer.Deserialize<string[][]>(await File.ReadAllTextAsync(Path.Combine(Before, "commands.json")))!;
        foreach (var command in commands) await server.GetDatabase().ExecuteAsync(command[0], [.. command[1..]]);
    }

    private HybridProcess Silo(RedisProcess redis, string name, params IEnumerable<string> arguments) => HybridProcess.Start(
        _folder.Path, ["silo", .. arguments, "--cluster", redis.Setting, "--checkpoints", "checkpoints", "--local", name]);
}
