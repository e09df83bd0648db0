using System.Text.Json;

namespace OrleansHybrid.EndToEnd;

/// <summary>A sweep from its submission to its deletion, through a console that knows its cluster from the settings file.</summary>
public sealed class ConsoleTests : IDisposable
{
    private readonly RedisProcess _redis = new();
    private readonly TemporaryFolder _folder = new();

    public ConsoleTests()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "orleanshybrid"));
        _folder.File("orleanshybrid/config.yaml", $"cluster: {_redis.Setting}\ncheckpoints: {Path.Combine(_folder.Path, "checkpoints")}\n");
    }

    public void Dispose()
    {
        _redis.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Console_SubmitsWatchesUnderstandsAndForgetsASweep()
    {
        await Says("keeps what it acknowledges", "storage", "init");
        await using var silo = Scripted.Start(_folder.Path, "silo", "--slots", "2", "--local", "local");
        await silo.Said(output => output.Contains("silo with", StringComparison.Ordinal));
        var file = _folder.File("tiny.yaml", TinySweep.Yaml);

        await Says("does not have tiny-", "submit", file, "--dry-run");
        await Says("Paused", "submit", file, "--paused", "--set", "epochs=2", "--set", "seed=[0,1]");
        await Says("8 paused", "status", "tiny");
        Assert.Contains("this determines the trials", await Ends(1, "set", "tiny", "searcher.name=random"), StringComparison.Ordinal);
        await Says("priority=10", "set", "tiny", "priority=10", "max-concurrent=2");
        await Says("priority 10", "status", "tiny");
        await Says("10", "queue");
        await Says("trains", "silos");
        await Says("tiny", "resume", "tiny");

        var lines = (await Done("watch", "tiny", "-o", "json")).Split('\n');
        var last = JsonDocument.Parse(lines[^1]).RootElement;
        Assert.Equal(8, last.GetProperty("status").GetProperty("counts").GetProperty("completed").GetInt32());

        var trials = (await Done("trials", "tiny", "-o", "plain", "--where", "temperature=0.5")).Split('\n');
        Assert.Equal((5, "trial\tstate\tcontrastive_loss"), (trials.Length, trials[0][..28]));
        Assert.Equal(
            2, JsonDocument.Parse(await Done("best", "tiny", "--by", "contrastive_loss", "-o", "json")).RootElement.GetArrayLength());
        await Says("2 of 2 seeds", "status", "tiny");
        await Says("completed", "trial", "show", "tiny/0000");
        Assert.Matches("epoch 2: loss", await Done("logs", "tiny/0000", "--tail", "20", "-f"));

        Assert.Equal(9, (await Done("export", "tiny")).Split('\n').Length);
        await Says("Wrote", "export", "tiny", "-o", "parquet", "--file", "tiny.parquet");
        Assert.Contains("--to mlruns", await Ends(1, "export", "tiny", "-o", "mlflow"), StringComparison.Ordinal);
        await Says("tensorboard --logdir logs", "export", "tiny", "-o", "tensorboard", "--to", "logs");
        Assert.Equal(8, Directory.GetDirectories(Path.Combine(_folder.Path, "logs")).Length);
        await Says("report.html", "report", "tiny");
        Assert.True(File.Exists(Path.Combine(_folder.Path, "results", "tiny", "report.html")));

        await Says("is archived", "archive", "tiny");
        Assert.Equal("[]", await Done("list", "-o", "json"));
        await Says("tiny-", "list", "--all");
        Assert.Contains("--yes", await Ends(1, "delete", "tiny"), StringComparison.Ordinal);
        await Says("is deleted", "delete", "tiny", "--yes");
        Assert.Contains("No sweep was submitted yet", await Ends(1, "status", "tiny"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_OfASweepWithAFailedTrial_EndsWithTwo_AndWithoutACluster_WithThree()
    {
        FakeFaults.Plan(_folder.Path, trial: 0, "not-finite", step: 1);
        await using (var silo = Scripted.Start(_folder.Path, "silo", "--slots", "1", "--local", "local", "--data", _folder.Path))
        {
            await silo.Said(output => output.Contains("silo with", StringComparison.Ordinal));
            var output = await Ends(
                2, "submit", _folder.File(
                    "tiny.yaml",
                    TinySweep.Yaml),
                "--wait", "--set", "learning_rate=1e30", "--set", "contrastive_loss=psc", "--set", "temperature=0.1",
                "--set", "max_restarts=0");
            Assert.Contains("failed", output, StringComparison.Ordinal);
        }

        Assert.Contains("No control silo", await Ends(3, "list"), StringComparison.Ordinal);
    }

    private async Task Says(string what, params string[] arguments) =>
        Assert.Contains(what, await Done(arguments), StringComparison.Ordinal);

    private Task<string> Done(params string[] arguments) => Ends(0, arguments);

    private async Task<string> Ends(int expected, params string[] arguments)
    {
        var (exitCode, output) = await HybridProcess.Run(_folder.Path, arguments);
        Assert.True(exitCode == expected, $"hybrid {string.Join(' ', arguments)} ended with {exitCode}:\n{output}");
        return output;
    }
}
