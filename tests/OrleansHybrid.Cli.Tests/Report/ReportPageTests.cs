using OrleansHybrid.Cli.Report;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Web.Report;

namespace OrleansHybrid.Cli.Tests.Report;

public sealed class ReportPageTests : IDisposable
{
    private const string All =
        "leaderboard every-trial-at-once effects-of-the-settings learning-curves the-long-tail the-paper-s-table "
            + "methods-compared the-best-trial-s-model "
        + "slots-and-preemption trials";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orleanshybrid-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Render_OfDataThatLooksLikeMarkup_KeepsItData()
    {
        var page = ReportPage.Render("<b>", """{"name": "</script><script>alert(1)</script>"}""");

        Assert.Contains("<title>&lt;b&gt;</title>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("</script><script>alert", page, StringComparison.Ordinal);
        Assert.DoesNotContain("{{", page[..page.IndexOf("<script type", StringComparison.Ordinal)], StringComparison.Ordinal);
    }

    [Fact]
    public void Render_LoadsNothingFromElsewhere()
    {
        var page = ReportPage.Render("some", "{}");

        Assert.DoesNotContain(" src=", page[..2_000], StringComparison.Ordinal);
        Assert.DoesNotContain("<link", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task Page_OfASmallSweep_DrawsEverySection(int width)
    {
        var (document, console) = await Open(
            GeneratedSweep.Small, GeneratedSweep.Outcomes(GeneratedSweep.Small, slots: 2, epochs: 6), width, Best());

        Assert.Equal((null, "", All), (Browser.Said(document, "mistakes"), console, Browser.Said(document, "sections")));
        // Parallel coordinates, two main effects and their interaction, five panels of curves, the long tail, classes, confusion,
        // prototypes, the timeline.
        Assert.Equal("14", Browser.Said(document, "charts"));
        Assert.DoesNotContain("<b>no</b>", document[..document.IndexOf("<script", StringComparison.Ordinal)], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_OfTwoThousandTrials_DrawsEverySection_AndStaysSmall()
    {
        var data = ReportData.Write(GeneratedSweep.Large, GeneratedSweep.Outcomes(GeneratedSweep.Large), GeneratedSweep.Made, null);
        File.WriteAllText(Page, ReportPage.Render("large", data));
        var (document, console) = await Browser.Open(Page, 1440);

        Assert.Equal(
            (null, "", All.Replace("the-best-trial-s-model ", "", StringComparison.Ordinal)),
            (Browser.Said(document, "mistakes"), console, Browser.Said(document, "sections")));
        Assert.Contains("(81.40)", document, StringComparison.Ordinal);
        Assert.InRange(new FileInfo(Page).Length, 1_000_000, 3_000_000);
    }

    [Fact]
    public async Task Page_OfNumbersOverARange_DrawsThemAsAScale_AlsoWhereOneIsInactive()
    {
        var (document, console) = await Open(GeneratedSweep.Scattered, GeneratedSweep.Outcomes(GeneratedSweep.Scattered, epochs: 3), 1440);

        Assert.Equal((null, ""), (Browser.Said(document, "mistakes"), console));
        Assert.Contains("\"key\":\"temperature\",\"is_scale\":true", File.ReadAllText(Page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_OfASearch_ShowsItsHistoryRungsImportanceAndSlices()
    {
        var sweep = GeneratedSweep.Searched();
        var (document, console) = await Open(sweep, GeneratedSweep.SearchedOutcomes(sweep), 1440);

        Assert.Equal((null, ""), (Browser.Said(document, "mistakes"), console));
        Assert.StartsWith("leaderboard the-search every-trial-at-once", Browser.Said(document, "sections"), StringComparison.Ordinal);
        foreach (var part in (string[])["Rungs", "Importance of the settings", "Slices"])
            Assert.Contains($"<h3>{part}</h3>", document, StringComparison.Ordinal);
        Assert.Contains("after 1 epoch, where most configurations can be compared", document, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_OfASearchThatHasNotBegun_SaysWhatThereIs()
    {
        var sweep = GeneratedSweep.Searched();
        var waiting = Enumerable.Range(0, sweep.TrialCount)
            .Select(index => new TrialOutcome(sweep.Trial(index), Some.Waiting(index), [], []))
            .ToList();

        var (document, console) = await Open(sweep, waiting, 1440);

        Assert.Equal((null, "", "leaderboard trials"), (Browser.Said(document, "mistakes"), console, Browser.Said(document, "sections")));
    }

    [Fact]
    public async Task Page_BeforeAnythingIsDone_SaysWhatThereIs()
    {
        var waiting = Enumerable.Range(0, Some.Sweep.TrialCount)
            .Select(index => new TrialOutcome(Some.Sweep.Trial(index), Some.Waiting(index), [], []))
            .ToList();

        var (document, console) = await Open(Some.Sweep, waiting, 1440);

        Assert.Equal((null, "", "leaderboard trials"), (Browser.Said(document, "mistakes"), console, Browser.Said(document, "sections")));
    }

    private string Page => Path.Combine(_folder.FullName, "report.html");

    private Task<(string Document, string Console)> Open(
        SweepDefinition sweep, IReadOnlyList<TrialOutcome> outcomes, int width, BestModel? best = null)
    {
        ResultsFolder.Open(_folder.FullName).Write(sweep, outcomes, GeneratedSweep.Made, best);
        return Browser.Open(Page, width);
    }

    private BestModel? Best()
    {
        var folder = _folder.CreateSubdirectory("checkpoint").FullName;
        File.WriteAllText(Path.Combine(folder, "evaluation.json"), FinalCheckpoint.Evaluation);
        File.WriteAllBytes(Path.Combine(folder, "prototypes.safetensors"), FinalCheckpoint.Prototypes([1, 0], [0, 2], [1, 1]));
        return BestModel.Read("0003", folder);
    }
}
