using OrleansHybrid.Cli.Tables;
using OrleansHybrid.Sweeps.Results;
using Spectre.Console;

namespace OrleansHybrid.Cli.Tests;

public class LeaderboardTableTests
{
    [Fact]
    public void Write_RanksMeansOverSeedsWithTheirDeviation()
    {
        var table = Write(Some.Completed(0, 0.50), Some.Completed(2, 0.60), Some.Completed(1, 0.30), Some.Completed(3, 0.30, attempts: 3));

        Assert.Matches("1 +0.1 +55.0% ± 7.1", table);
        Assert.Matches("2 +0.5 +30.0% ± 0.0.* 2 ", table);
    }

    [Fact]
    public void Write_OfAConfigurationWithoutAResult_SaysWhy()
    {
        var table = Write(Some.Failed(0, "the loss became NaN"), Some.Failed(2, "the loss became NaN"), Some.Waiting(1), Some.Waiting(3));

        Assert.Matches("0.1 +failed: the loss became NaN", table);
        Assert.Matches("0.5 +pending", table);
    }

    private static string Write(params TrialRow[] rows)
    {
        var output = new StringWriter();
        var console = AnsiConsole.Create(
            new() { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = 200;
        LeaderboardTable.Write(console, Some.Sweep, Leaderboard.Of(Some.Sweep, rows));
        return output.ToString();
    }
}
