using OrleansHybrid.Cli.Watching;
using OrleansHybrid.Sweeps.Results;
using Spectre.Console;

namespace OrleansHybrid.Cli.Tests.Watching;

public class LiveViewTests
{
    [Fact]
    public void Draw_ShowsWhatRunsWhatIsDoneAndWhatIsLeft()
    {
        IReadOnlyList<TrialRow> rows =
        [
            Some.Completed(0, 0.625, attempts: 2),
            Some.Running(1, 1),
            Some.Waiting(2),
            Some.Failed(3, "out of memory [4 GB]"),
        ];
        var status = Some.Status(
            rows, new RunningTrial
            {
                Index = 1,
                Attempt = 1,
                Slot = "cpu0",
                Progress = Some.Progress(30, 60),
                Accuracy = new(0.4, null, null, null),
            }) with
        { Best = new(0, 0.625) };

        var screen = Draw(new(status, rows, rows, TimeSpan.FromSeconds(75), TimeSpan.FromMinutes(90)));

        Assert.Contains("elapsed 1m 15s", screen, StringComparison.Ordinal);
        Assert.Contains("left 1h 30m", screen, StringComparison.Ordinal);
        Assert.Contains("best top1 62.5% (trial 0000)", screen, StringComparison.Ordinal);
        Assert.Contains("62.5%", screen, StringComparison.Ordinal);
        Assert.Matches("cpu0 +0001 +0.5 +1/200 +━+─+ +1.250 +0.75 +0.1 +400 +40.0%", screen);
        // Brackets in a message are text, not colours.
        Assert.Contains("out of memory [4 GB]", screen, StringComparison.Ordinal);
    }

    [Fact]
    public void DoneFraction_CountsFinishedTrialsWholeAndRunningOnesByTheirSteps()
    {
        IReadOnlyList<TrialRow> rows = [Some.Completed(0, 0.5), Some.Running(1, 1), Some.Waiting(2), Some.Waiting(3)];

        Assert.Equal(0.375, Snapshot.DoneFraction(Some.Status(rows, new RunningTrial
        {
            Index = 1,
            Attempt = 1,
            Slot = "cpu0",
            Progress = Some.Progress(30, 60),
        })));
    }

    private static string Draw(Snapshot snapshot)
    {
        var output = new StringWriter();
        var console = AnsiConsole.Create(
            new() { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = 200;
        console.Write(new LiveView(console, Some.Sweep, footer: null).Draw(snapshot));
        return output.ToString();
    }
}
