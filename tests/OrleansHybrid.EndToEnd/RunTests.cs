using System.Globalization;
using System.Text.Json;

namespace OrleansHybrid.EndToEnd;

/// <summary>What a person gets from <c>hybrid run</c> when nothing goes wrong.</summary>
/// <remarks>One console at a time may use the state of a run on this machine.</remarks>
[Collection(nameof(UndisturbedRun))]
public sealed class RunTests(UndisturbedRun undisturbed)
{
    [Fact]
    public void Run_WritesOneRowATrial_WithTheColumnsThatOthersRead()
    {
        var table = undisturbed.Table;

        Assert.Equal(
            ["trial", "contrastive_loss", "temperature", "seed", "objective", "state", "attempts", "epochs",
                "top1", "many", "medium", "few",
                "best_top1", "images_per_second", "weights_sha256", "prototypes_sha256", "data", "error"],
            table.Columns);
        Assert.Equal(["0000", "0001", "0002", "0003"], table.Rows.Select(row => row["trial"]));
        Assert.All(
            table.Rows, row => Assert.Equal(("completed", "1", "4", ""), (row["state"], row["attempts"], row["epochs"], row["error"])));
        Assert.All(table.Rows, row => Assert.Equal(64, row["weights_sha256"].Length));
        Assert.All(table.Rows, row => Assert.Equal(row["contrastive_loss"] == "psc", row["prototypes_sha256"].Length == 64));
    }

    [Fact]
    public void Run_WritesEachTrialsHistory_AndTheSameNumbersAsJson()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(undisturbed.Results, "results.json")));
        var trials = json.RootElement.GetProperty("trials").EnumerateArray().ToList();

        Assert.Equal(TinySweep.Trials, trials.Count);
        foreach (var (trial, row) in trials.Zip(undisturbed.Table.Rows))
        {
            Assert.Equal(double.Parse(row["objective"], CultureInfo.InvariantCulture), trial.GetProperty("objective").GetDouble(), 6);
            Assert.Equal(4, trial.GetProperty("history").GetArrayLength());
            Assert.Equal(1 + 4, File.ReadAllLines(Path.Combine(undisturbed.Results, "trials", row["trial"] + ".csv")).Length);
        }
    }

    [Fact]
    public void Run_EndsWithTheLeaderboard() =>
        Assert.Contains("tiny: top1, last epoch, 1 seed(s)", undisturbed.Output, StringComparison.Ordinal);

    [SlowFact]
    public async Task Run_OfAFinishedSweep_PrintsTheLeaderboardAgainAndTrainsNothing()
    {
        var before = undisturbed.Table.Rows;

        var (exitCode, output) = await HybridProcess.Run(undisturbed.Folder, undisturbed.Arguments);

        Assert.Equal(0, exitCode);
        Assert.Contains("tiny: top1, last epoch, 1 seed(s)", output, StringComparison.Ordinal);
        Assert.DoesNotContain(") starts", output, StringComparison.Ordinal);
        Assert.Equal(before.SelectMany(row => row), undisturbed.Table.Rows.SelectMany(row => row));
    }

    [Fact]
    public async Task Report_InABrowser_DrawsEveryChartWithoutAMistake()
    {
        var browser = Tool.Require("chromium");
        using var profile = new TemporaryFolder();
        var (_, page) = await browser.Run(
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--user-data-dir=" + profile.Path, "--dump-dom",
            new Uri(Path.Combine(undisturbed.Results, "report.html")).AbsoluteUri);

        // Set as the script's last act: parallel coordinates, two main effects and their interaction, panels of learning curves,
        // the long tail, classes and confusion of the best trial, its prototypes where it has any, and the timeline.
        Assert.Matches("data-charts=\"1[1-4]\"", page);
        Assert.DoesNotContain("data-mistakes", page, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "http://",
            page.Replace("http://www.w3.org", "", StringComparison.Ordinal).Replace("http://www.apache.org", "", StringComparison.Ordinal),
            StringComparison.Ordinal);
    }
}
