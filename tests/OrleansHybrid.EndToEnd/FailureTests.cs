namespace OrleansHybrid.EndToEnd;

/// <summary>A trial that fails fails alone, and says why.</summary>
public sealed class FailureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SlowFact]
    public async Task Run_WithATrialWhoseLossExplodes_FailsThatTrialAndFinishesTheOthers()
    {
        var yaml = TinySweep.Yaml
            .Replace("temperature: {values: [0.1, 0.5]}", "learning_rate: {values: [0.05, 1e30]}", StringComparison.Ordinal)
            .Replace("  learning_rate: 0.05\n", "", StringComparison.Ordinal);
        foreach (var trial in (int[])[1, 3]) FakeFaults.Plan(_folder.Path, trial, "not-finite", step: 1);

        var (exitCode, output) = await Scripted.Run(
            _folder.Path, "run", _folder.File("explodes.yaml", yaml), "--slots", "2", "--data", _folder.Path);

        Assert.True(exitCode == 2, output);
        var rows = ResultsTable.Read(Path.Combine(_folder.Path, "results", "tiny")).Rows;
        Assert.All(rows, row => Assert.Equal(row["learning_rate"] == "0.05" ? "completed" : "failed", row["state"]));
        Assert.All(rows.Where(row => row["state"] == "failed"), row =>
        {
            Assert.StartsWith("non-finite-loss: ", row["error"].Trim('"'), StringComparison.Ordinal);
            Assert.Equal("1", row["attempts"]);
        });
        Assert.Contains("2 of 4 trials failed", output, StringComparison.Ordinal);
    }

    [SlowFact]
    public async Task Run_WhoseTrainersCrashNatively_FailsTheTrialOnceItsRestartsAreUsedUp()
    {
        var yaml = TinySweep.Yaml.Replace("  temperature: {values: [0.1, 0.5]}\n", "", StringComparison.Ordinal) + "\nmax_restarts: 1\n";
        FakeFaults.Hold(_folder.Path, step: 1);
        await using var run = Scripted.Start(
            _folder.Path, "run", _folder.File("crashes.yaml", yaml), "--slots", "1", "--data", _folder.Path);

        // The first trial crashes twice, in its first attempt and in its only restart.
        foreach (var attempt in (string[])["trial 0000 (contrastive_loss=psc, seed=0) starts", "resumes, attempt 2"])
        {
            await run.Said(output => output.Contains(attempt, StringComparison.Ordinal) && run.Trainers().Count == 1);
            // The runtime shrugs off SIGSEGV and SIGABRT that come from outside, not from its own code; this one it leaves alone.
            await Tool.Require("kill").Run("-SYS", $"{run.Trainers()[0]}");
        }

        FakeFaults.LetGo(_folder.Path);
        Assert.True(await run.Exited() == 2, run.Output);
        var rows = ResultsTable.Read(Path.Combine(_folder.Path, "results", "tiny")).Rows;
        Assert.Equal(["failed", "completed"], rows.Select(row => row["state"]));
        Assert.StartsWith("crash: ", rows[0]["error"].Trim('"'), StringComparison.Ordinal);
        Assert.Contains("signal 31", rows[0]["error"], StringComparison.Ordinal);
    }
}
