using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace OrleansHybrid.EndToEnd;

/// <summary>What the project is for: whatever dies on the way, the same command ends with the same bits.</summary>
public sealed partial class PreemptionTests(UndisturbedRun undisturbed) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SlowFact]
    public async Task Run_WhoseEveryProcessIsKilledThreeTimes_EndsWithTheSameBits()
    {
        for (var kill = 0; kill < 3; kill++)
        {
            await using var run = Start();
            await NewCheckpoint(run);
            await run.KillEverything();
        }

        var table = await RunToTheEnd();
        Assert.Equal(undisturbed.Table.Undisturbed(), table.Undisturbed());
        Assert.Contains(table.Rows, row => row["attempts"] != "1");
    }

    [SlowFact]
    public async Task Run_WhoseTrainerIsKilled_RestartsThatTrialFromItsCheckpoint()
    {
        await using var run = Start();
        await NewCheckpoint(run);
        using (var trainer = Process.GetProcessById(run.Trainers()[0])) trainer.Kill();

        Assert.True(await run.Exited() == 0, run.Output);
        var table = Table();
        Assert.Equal(undisturbed.Table.Undisturbed(), table.Undisturbed());
        Assert.Equal(1, table.Rows.Sum(row => int.Parse(row["attempts"], CultureInfo.InvariantCulture) - 1));
        Assert.Contains("resumes, attempt 2", run.Output, StringComparison.Ordinal);
    }

    [SlowTheory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task Run_AskedToStop_LosesNoStepAndGoesOn(string signal)
    {
        await using (var run = Start())
        {
            await NewCheckpoint(run);
            run.Signal(signal);
            Assert.Equal(130, await run.Exited());
            Assert.Contains("same command", run.Output, StringComparison.Ordinal);
        }

        Assert.Equal(undisturbed.Table.Undisturbed(), (await RunToTheEnd()).Undisturbed());
    }

    [SlowFact]
    public async Task Run_WithADamagedCheckpoint_GoesOnFromItsPredecessor()
    {
        var newest = await NewestCommitted();
        var weights = Path.Combine(newest, "weights.safetensors");
        var bytes = await File.ReadAllBytesAsync(weights, TestContext.Current.CancellationToken);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(weights, bytes, TestContext.Current.CancellationToken);

        await using var resumed = Start();
        Assert.True(await resumed.Exited() == 0, resumed.Output);
        Assert.Equal(undisturbed.Table.Undisturbed(), Table().Undisturbed());
        Assert.Contains("warns: ", resumed.Output, StringComparison.Ordinal);
        Assert.Contains(Path.GetFileName(newest), resumed.Output, StringComparison.Ordinal);
    }

    /// <summary>
    /// The newest checkpoint that a killed run would go on from, with a predecessor to fall back on. What was written when the kill
    /// came is not yet committed: then the run goes on and is killed again.
    /// </summary>
    private async Task<string> NewestCommitted()
    {
        while (true)
        {
            await using (var run = Start())
            {
                var known = Checkpoints();
                await run.Said(_ =>
                    Checkpoints().GroupBy(Path.GetDirectoryName).Any(trial => trial.Count() > 1 && trial.Except(known).Any()));
                await run.KillEverything();
            }

            var (exitCode, output) = await HybridProcess.Run(_folder.Path, "checkpoint", "ls", "tiny", "--state", "state");
            Assert.True(exitCode == 0, output);
            var committed = CommittedMidway().Matches(output)
                .Select(line => (Trial: line.Groups["trial"].Value, Name: line.Groups["name"].Value))
                .GroupBy(checkpoint => checkpoint.Trial)
                .FirstOrDefault(trial => trial.Count() > 1 && !Ended(output, trial.Key));
            if (committed is not null)
            {
                var name = committed.Max(checkpoint => checkpoint.Name)!;
                return Checkpoints().Single(folder => folder.EndsWith(Path.Combine(committed.Key, name), StringComparison.Ordinal));
            }
        }
    }

    private static bool Ended(string list, string trial) => Regex.IsMatch(list, $"(?m)^{trial} .* epoch 4$");

    [GeneratedRegex(@"(?m)^(?<trial>\d{4})  (?<name>\S+) .* epoch [0-3]$")]
    private static partial Regex CommittedMidway();

    private HybridProcess Start() => HybridProcess.Start(
        _folder.Path, "run", _folder.File("tiny.yaml", TinySweep.Yaml), "--state", "state", "--results", "results", "--slots", "2");

    private async Task<ResultsTable> RunToTheEnd()
    {
        await using var run = Start();
        Assert.True(await run.Exited() == 0, run.Output);
        return Table();
    }

    private ResultsTable Table() => ResultsTable.Read(Path.Combine(_folder.Path, "results"));

    /// <summary>Waits until the run has written a checkpoint that was not there before: something new to go on from.</summary>
    private async Task NewCheckpoint(HybridProcess run)
    {
        var known = Checkpoints();
        await run.Said(_ => Checkpoints().Except(known).Any());
    }

    private string[] Checkpoints()
    {
        try
        {
            return [.. Directory.GetFiles(Path.Combine(_folder.Path, "state", "checkpoints"), "manifest.json", SearchOption.AllDirectories)
                .Select(manifest => Path.GetDirectoryName(manifest)!)
                .Where(folder => !folder.Contains(".partial", StringComparison.Ordinal))];
        }
        catch (DirectoryNotFoundException)
        {
            // Not there yet, or an old checkpoint went while we looked.
            return [];
        }
    }
}
