namespace OrleansHybrid.EndToEnd;

/// <summary>A search on real trainers: its trials, choices and bits hang on the sweep file alone.</summary>
public sealed class SearchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SlowTheory]
    [InlineData("schedule")]
    [InlineData("epochs")]
    public async Task Search_WhoseEveryProcessIsKilledThreeTimesOnThreeSlots_EndsAsOnOneSlotUndisturbed(string fidelity)
    {
        var undisturbed = await RunToTheEnd("undisturbed", fidelity, slots: 1);
        await using (var run = Start("disturbed", fidelity, slots: 3))
        {
            // A run that is asked to stop writes its results, with the choices that are still open.
            await run.Said(_ => Checkpoints().Length > 2);
            run.Signal("INT");
            Assert.True(await run.Exited() == 130, run.Output);
        }

        for (var kill = 0; kill < 3; kill++)
        {
            await using var run = Start("disturbed", fidelity, slots: 3);
            var known = Checkpoints();
            await run.Said(_ => Checkpoints().Except(known).Count() > 2);
            await run.KillEverything();
        }

        var disturbed = await RunToTheEnd("disturbed", fidelity, slots: 3);

        Assert.Equal(undisturbed.Undisturbed(), disturbed.Undisturbed());
        Assert.Equal(12 + 4 + 1, disturbed.Rows.Count);
        Assert.Contains(disturbed.Rows, row => row["attempts"] != "1");
        Assert.Equal(disturbed.Rows.Count, disturbed.Rows.Select(row => row["weights_sha256"]).Distinct().Count());
    }

    private static string Yaml(string fidelity) =>
        $$"""
        name: search
        method: tpe
        search: {trials: 12, lag: 1}
        early_stopping: {eta: 3, min_epochs: 1, fidelity: {{fidelity}}}
        metric: {name: val_top1}
        parameters:
          contrastive_loss: {values: [psc, sc]}
          temperature: {min: 0.05, max: 1, scale: log}
          learning_rate: {min: 0.01, max: 0.2, scale: log}
        recipe:
          dataset: synthetic
          imbalance: 5
          head_images: 20
          test_images: 5
          validation: 4
          backbone: resnet8
          batch_size: 16
          epochs: 9
          projection_hidden: 32
          projection_dim: 16
        """;

    private async Task<ResultsTable> RunToTheEnd(string name, string fidelity, int slots)
    {
        await using var run = Start(name, fidelity, slots);
        Assert.True(await run.Exited() == 0, run.Output);
        return ResultsTable.Read(_folder[$"{name}-results"]);
    }

    private HybridProcess Start(string name, string fidelity, int slots) => HybridProcess.Start(
        _folder.Path, "run", _folder.File("search.yaml", Yaml(fidelity)),
        "--state", name, "--results", $"{name}-results", "--slots", $"{slots}");

    private string[] Checkpoints()
    {
        try
        {
            return Directory.GetFiles(Path.Combine(_folder["disturbed"], "checkpoints"), "manifest.json", SearchOption.AllDirectories);
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }
}
