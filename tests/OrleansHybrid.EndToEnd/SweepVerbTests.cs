using System.Text.Json;

namespace OrleansHybrid.EndToEnd;

/// <summary>A sweep's life in a cluster, as a person at a console drives it.</summary>
public sealed class SweepVerbTests : IDisposable
{
    private readonly RedisProcess _redis = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _redis.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Sweep_IsSubmitted_Paused_Resumed_Extended_Reused_AndRetried()
    {
        FakeFaults.Hold(_folder.Path, step: 4);
        await using var silo = Scripted.Start(
            _folder.Path, "silo", "--cluster", _redis.Setting, "--slots", "2", "--local", "local", "--checkpoints", "checkpoints", "--data",
            _folder.Path);
        await silo.Said(output => output.Contains("silo with", StringComparison.Ordinal));

        var submitted = await Hybrid("submit", _folder.File("tiny.yaml", TinySweep.Yaml));
        Assert.Contains("Submitted tiny-", submitted, StringComparison.Ordinal);
        await Status("tiny", status => status.Running > 0);
        Assert.Contains("is paused", await Hybrid("pause", "tiny"), StringComparison.Ordinal);
        var paused = await Status("tiny", status => status.Running == 0);
        Assert.True(paused.Count("paused") > 0);
        Assert.Contains("the sweep is paused", await Hybrid("status", "tiny"), StringComparison.Ordinal);

        FakeFaults.LetGo(_folder.Path);
        await Hybrid("resume", "tiny");
        var finished = await Status("tiny", status => status.Count("completed") == 4);

        var wider = TinySweep.Yaml.Replace(
            "temperature: {values: [0.1, 0.5]}", "temperature: {values: [0.1, 0.5, 1]}", StringComparison.Ordinal);
        Assert.Contains(
            "2 more trials, 6 in all", await Hybrid("extend", "tiny", _folder.File("wider.yaml", wider)), StringComparison.Ordinal);
        var extended = await Status("tiny", status => status.Count("completed") == 6);
        Assert.Equal(finished.Weights, extended.Weights.Take(4));

        // The two new trials of the wider grid and the four old ones, under another name, beside one that cannot be trained.
        var other = wider.Replace("name: tiny", "name: other", StringComparison.Ordinal) + "\nmax_restarts: 0\n";
        await Hybrid("submit", _folder.File("other.yaml", other));
        var reused = await Status("other", status => status.Count("completed") == 6);
        Assert.Equal(extended.Weights.Order(), reused.Weights.Order());
        Assert.Contains("not trained: reused from tiny-", await Hybrid("status", "other"), StringComparison.Ordinal);

        var explodes = TinySweep.Yaml
            .Replace("name: tiny", "name: explodes", StringComparison.Ordinal)
            .Replace(
                "  contrastive_loss: {values: [psc, sc]}\n  temperature: {values: [0.1, 0.5]}\n",
                "  learning_rate: {values: [1e30]}\n",
                StringComparison.Ordinal)
            .Replace("  learning_rate: 0.05\n", "", StringComparison.Ordinal);
        FakeFaults.Plan(_folder.Path, trial: 0, "not-finite", step: 1, times: 2);
        await Hybrid("submit", _folder.File("explodes.yaml", explodes));
        await Status("explodes", status => status.Count("failed") == 1);
        Assert.Contains("hybrid retry", await Hybrid("status", "explodes"), StringComparison.Ordinal);
        Assert.Contains("1 failed trials wait", await Hybrid("retry", "explodes", "--failed"), StringComparison.Ordinal);
        await Status("explodes", status => status.Count("failed") == 1 && status.Attempts == 2);

        var (exitCode, mistake) = await HybridProcess.Run(_folder.Path, "pause", "nobody", "--cluster", _redis.Setting);
        Assert.Equal(1, exitCode);
        Assert.Contains("There is no sweep nobody. There are tiny-", mistake, StringComparison.Ordinal);
        var list = await Hybrid("list");
        Assert.All((string[])["tiny-", "other-", "explodes-"], name => Assert.Contains(name, list, StringComparison.Ordinal));
    }

    private async Task<string> Hybrid(params string[] arguments)
    {
        var (exitCode, output) = await HybridProcess.Run(_folder.Path, [.. arguments, "--cluster", _redis.Setting]);
        Assert.True(exitCode == 0, output);
        return output;
    }

    /// <summary>Asks until the sweep stands as it should.</summary>
    private async Task<Shown> Status(string sweep, Func<Shown, bool> condition)
    {
        Shown shown = null!;
        await Eventually.Is(
            async () =>
                condition(
                    shown = new(
                        JsonDocument.Parse(await Hybrid("status", sweep, "-o", "json")).RootElement)), $"{sweep} stands as it should");
        return shown;
    }

    private sealed record Shown(JsonElement Json)
    {
        public int Running => Json.GetProperty("status").GetProperty("running").GetArrayLength();

        public string[] Weights =>
        [
            .. Trials
                .Where(trial => trial.TryGetProperty("result", out _))
                .Select(trial => trial.GetProperty("result").GetProperty("weights_sha256").GetString()!),
        ];

        public int Attempts => Trials.Sum(trial => trial.GetProperty("attempts").GetInt32());

        private IEnumerable<JsonElement> Trials => Json.GetProperty("trials").EnumerateArray();

        public int Count(string state) =>
            Json.GetProperty("status").GetProperty("counts").TryGetProperty(state, out var count) ? count.GetInt32() : 0;
    }
}
