namespace OrleansHybrid.EndToEnd;

/// <summary>A sweep that chooses by images which are neither trained on nor tested on.</summary>
public sealed class ValidationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SlowFact]
    public async Task Run_JudgedByValidationImages_RanksByThemAndShowsTheTestAccuracyBeside()
    {
        var file = _folder.File(
            "chosen.yaml",
            TinySweep.Yaml.Replace("name: tiny", "name: chosen", StringComparison.Ordinal)
                .Replace("name: top1", "name: val_top1", StringComparison.Ordinal)
                .Replace("  contrastive_loss: {values: [psc, sc]}\n", "", StringComparison.Ordinal)
                .Replace("  test_images: 5", "  test_images: 5\n  validation: 15", StringComparison.Ordinal));

        var (exitCode, output) = await HybridProcess.Run(
            _folder.Path, "run", file, "--state", "state", "--results", "results", "--slots", "2");

        Assert.True(exitCode == 0, output);
        Assert.Contains("chosen: val_top1, last epoch", output, StringComparison.Ordinal);
        var table = ResultsTable.Read(Path.Combine(_folder.Path, "results"));
        Assert.Equal(["error", "val_top1", "val_many", "val_medium", "val_few", "val_best_top1"], table.Columns.TakeLast(6));
        Assert.Equal(2, table.Rows.Count);
        Assert.All(table.Rows, row => Assert.Equal(("completed", row["val_top1"]), (row["state"], row["objective"])));
        // 15 of each of ten classes, and five.
        Assert.All(table.Rows, row => Assert.True(IsShare(row["val_top1"], of: 150) && IsShare(row["top1"], of: 50), $"{row["val_top1"]}"));
        Assert.Contains("val_top1", File.ReadLines(Path.Combine(_folder.Path, "results", "trials", "0000.csv")).First());
        Assert.Contains("\"is_of_validation\":true", File.ReadAllText(Path.Combine(_folder.Path, "results", "report.html")));

        var (_, best) = await HybridProcess.Run(_folder.Path, "best", "chosen", "--state", "state", "-o", "plain");
        Assert.Matches(@"val_top1\s.*\btop1\b", best);
    }

    private static bool IsShare(string fraction, int of)
    {
        var images = of * double.Parse(fraction, System.Globalization.CultureInfo.InvariantCulture);
        return Math.Abs(images - Math.Round(images)) < 1e-3;
    }
}
