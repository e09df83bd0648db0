namespace OrleansHybrid.EndToEnd;

/// <summary>What the project is for: whatever dies on the way, the same command ends with the same bits.</summary>
public sealed class PreemptionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_WhoseEveryProcessIsKilledThreeTimes_EndsWithTheSameBits()
    {
        var undisturbed = await Results("undisturbed");

        for (var kill = 0; kill < 3; kill++)
        {
            await using var run = Start("killed");
            await NewCheckpoint("killed", run);
            await run.KillEverything();
        }

        var killed = await Results("killed");
        Assert.Equal(undisturbed.Undisturbed(), killed.Undisturbed());
        Assert.Contains(killed.Rows, row => row["attempts"] != "1");
    }

    [Fact]
    public async Task Run_WhoseTrainerIsKilled_RestartsThatTrialFromItsCheckpoint()
    {
        await using var run = Start("trainer");
        await NewCheckpoint("trainer", run);
        var trainer = run.Trainers()[0];
        System.Diagnostics.Process.GetProcessById(trainer).Kill();

        Assert.Equal(0, await run.Exited());
        var table = ResultsTable.Read(Path.Combine(_folder.Path, "trainer-results"));
        Assert.Equal(TinySweep.Trials, table.Rows.Count(row => row["state"] == "completed"));
        Assert.Equal(1, table.Rows.Sum(row => int.Parse(row["attempts"], System.Globalization.CultureInfo.InvariantCulture) - 1));
        Assert.Contains("resumes, attempt 2", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task Run_AskedToStop_CheckpointsAndSaysHowToGoOn(string signal)
    {
        await using (var run = Start("asked"))
        {
            await run.Said(output => output.Contains("starts", StringComparison.Ordinal));
            await NewCheckpoint("asked", run);
            run.Signal(signal);
            Assert.Equal(130, await run.Exited());
            Assert.Contains("same command", run.Output, StringComparison.Ordinal);
        }

        var resumed = await Results("asked");
        Assert.Equal(TinySweep.Trials, resumed.Rows.Count(row => row["state"] == "completed"));
        Assert.Equal((await Results("undisturbed")).Undisturbed(), resumed.Undisturbed());
    }

    private HybridProcess Start(string name) => HybridProcess.Start(
        _folder.Path, "run", _folder.File("tiny.yaml", TinySweep.Yaml), "--state", name, "--results", name + "-results", "--slots", "2");

    private async Task<ResultsTable> Results(string name)
    {
        await using var run = Start(name);
        Assert.True(await run.Exited() == 0, run.Output);
        return ResultsTable.Read(Path.Combine(_folder.Path, name + "-results"));
    }

    /// <summary>Waits until the run has written a checkpoint that was not there before: something new to go on from.</summary>
    private async Task NewCheckpoint(string name, HybridProcess run)
    {
        var known = Manifests(name);
        await run.Said(_ => Manifests(name).Except(known).Any());
    }

    private string[] Manifests(string name)
    {
        try
        {
            return Directory.GetFiles(Path.Combine(_folder.Path, name, "checkpoints"), "manifest.json", SearchOption.AllDirectories);
        }
        catch (DirectoryNotFoundException)
        {
            // Not there yet, or an old checkpoint went while we looked.
            return [];
        }
    }
}
