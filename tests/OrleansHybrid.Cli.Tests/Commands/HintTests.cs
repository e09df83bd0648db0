using OrleansHybrid.Cli.Conventions;
using System.CommandLine;
using OrleansHybrid.Cli.Commands;
using OrleansHybrid.Cli.Options;
using OrleansHybrid.Cli.Tables;
using Spectre.Console;

namespace OrleansHybrid.Cli.Tests.Commands;

public class HintTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("--state .hybrid", " --state .hybrid")]
    [InlineData("--state|my runs/it's", @" --state 'my runs/it'\''s'")]
    [InlineData("--cluster redis:10.0.0.5:6379", " --cluster redis:10.0.0.5:6379")]
    [
        InlineData(
            "--cluster redis:10.0.0.5:6379,password=s3cr3t,defaultDatabase=2",
            " --cluster redis:10.0.0.5:6379,password=…,defaultDatabase=2"),
    ]
    [InlineData("--cluster redis:10.0.0.5:6379 --tls /etc/tls", " --cluster redis:10.0.0.5:6379 --tls /etc/tls")]
    [InlineData("--cluster redis:[::1]:6379", " --cluster 'redis:[::1]:6379'")]
    public void Suffix_NamesTheSamePlaceForAShell_WithoutSecrets(string arguments, string suffix)
    {
        var command = new Command("some");
        var choice = new ClusterChoice(command);

        Assert.Equal(
            suffix,
            choice.Suffix(
                command.Parse(
                    arguments.Split(
                        arguments.Contains('|', StringComparison.Ordinal) ? '|' : ' ', StringSplitOptions.RemoveEmptyEntries))));
    }

    [Theory]
    [
        InlineData(
            "one runs; 'hybrid cancel s-1/0003' ends it now.", " --state x", "one runs; 'hybrid cancel s-1/0003 --state x' ends it now."),
    ]
    [
        InlineData(
            "'hybrid retry s-1' or 'hybrid resume s-1'",
            " --cluster redis:h:1",
            "'hybrid retry s-1 --cluster redis:h:1' or 'hybrid resume s-1 --cluster redis:h:1'"),
    ]
    [
        InlineData(
            "delete what no trial needs with: hybrid checkpoint gc s-1",
            " --state x",
            "delete what no trial needs with: hybrid checkpoint gc s-1 --state x"),
    ]
    [InlineData("repeat 'hybrid delete s-1 --yes' until", " --state 'my x'", "repeat \"hybrid delete s-1 --yes --state 'my x'\" until")]
    [InlineData("repeat 'hybrid delete s-1 --yes --state x' until", " --state x", "repeat 'hybrid delete s-1 --yes --state x' until")]
    [InlineData("the sweep is paused; resume it with 'hybrid resume'", " --state x", "the sweep is paused; resume it with 'hybrid resume'")]
    [
        InlineData(
            "'hybrid run FILE --from-scratch'; 'hybrid settings' lists them",
            " --state x",
            "'hybrid run FILE --from-scratch'; 'hybrid settings' lists them"),
    ]
    [InlineData("'hybrid cancel s-1' ends it", "", "'hybrid cancel s-1' ends it")]
    public void Hints_OfAMessageFromElsewhere_AreAboutThePlaceThatWasAsked(string message, string suffix, string complete) =>
        Assert.Equal(complete, PlacedHints.Complete(message, suffix));

    [Theory]
    [InlineData("", "")]
    [InlineData("--state runs/x", " --state runs/x")]
    [InlineData("--cluster redis:10.0.0.5:6379,password=s3cr3t --tls /etc/tls", " --cluster redis:10.0.0.5:6379,password=… --tls /etc/tls")]
    public void SuffixOf_AnyCommand_IsWhatWasSaid_WithoutSecrets(string arguments, string suffix)
    {
        var command = new Command("some");
        _ = new ClusterChoice(command);

        Assert.Equal(suffix, PlacedHints.SuffixOf(command.Parse(arguments)));
        Assert.Equal("", PlacedHints.SuffixOf(new RootCommand { new Command("settings") }.Parse("settings")));
    }

    [Fact]
    public void Words_OfASweepFileWithSettings_AreAboutTheSameSweep()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("some.yaml", "name: some");

        var sweep = SweepFile.Read(file, "temperature=[0.1,0.5]", "epochs=3");

        Assert.Equal([file, "--set", "temperature=[0.1,0.5]", "--set", "epochs=3"], sweep.Words);
    }

    [Theory]
    [InlineData(160, "content hash", true)]
    [InlineData(40, "content hash", false)]
    [InlineData(40, "temperature", true)]
    [InlineData(20, "temperature", false)]
    public void Preview_FitsTheTerminal(int width, string column, bool isThere)
    {
        var output = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(
            new() { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = width;

        PreviewCommand.WriteTable(console, new SweepFile("some.yaml", "", Some.Sweep));

        var lines = output.ToString().Split('\n');
        Assert.All(lines, line => Assert.True(line.TrimEnd().Length <= width, line));
        Assert.Equal(
            isThere,
            lines.Any(line => line.Contains("trial ", StringComparison.Ordinal) && line.Contains(column, StringComparison.Ordinal)));
        for (var trial = 0; trial < Some.Sweep.TrialCount; trial++)
            Assert.Single(lines, line => line.TrimStart().StartsWith($"{trial:D4}", StringComparison.Ordinal));
        Assert.Equal(!isThere || width < 160, output.ToString().Contains("Too narrow", StringComparison.Ordinal));
    }

    [Fact]
    public void Status_OfASearchWithRungs_HasALineForEach()
    {
        var output = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(
            new() { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = 120;
        var status = Some.Status([Some.Waiting(0)]) with
        {
            Rungs = [new(1, Trials: 54, Running: 2, Completed: 40, Failed: 1), new(3, Trials: 18, Pruned: 1)],
        };

        StatusPage.Write(console, Some.Sweep, status, [Some.Waiting(0)], "");

        Assert.Matches(@"rung +trials +waiting +running +completed +failed +not trained", output.ToString());
        Assert.Matches(@"1 epoch +54 +11 +2 +40 +1 +0", output.ToString());
        Assert.Matches(@"3 epochs +18 +17 +0 +0 +0 +1", output.ToString());
    }

    [Theory]
    [InlineData(200)]
    [InlineData(80)]
    [InlineData(40)]
    public void Leaderboard_FitsTheTerminal_AndBreaksNoNumber(int width)
    {
        var output = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(
            new() { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = width;

        LeaderboardTable.Write(
            console,
            Some.Sweep,
            Sweeps.Results.Leaderboard.Of(
                Some.Sweep, [Some.Completed(0, 0.50), Some.Completed(2, 0.60), Some.Completed(1, 0.30), Some.Completed(3, 0.30)]));

        Assert.All(output.ToString().Split('\n'), line => Assert.True(line.TrimEnd().Length <= width, line));
        Assert.Matches("1 .*55.0% ± 7.1", output.ToString());
    }
}
