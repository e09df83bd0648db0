using OrleansHybrid.Cli.Output;
using Spectre.Console;

namespace OrleansHybrid.Cli.Tests.Output;

public class PrintableSegmentsTests
{
    [Fact]
    public void Write_OfTextWithTerminalCommands_ShowsThem_AndKeepsTheStylesOfThePage()
    {
        var output = new StringWriter();
        var console = AnsiConsole.Create(
            new() { Ansi = AnsiSupport.Yes, ColorSystem = ColorSystemSupport.Standard, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = 80;
        console.Pipeline.Attach(new PrintableSegments());

        console.MarkupLineInterpolated($"[red]failed[/]: {"\e]2;owned\a.jpg"}");
        FittedTable.Of([new("reason", 0, false, ["\e[2Jgone \u202Egnp.jpg".EscapeMarkup()])], 80).Write(console, "-o plain");

        Assert.Matches("\e\\[\\d+mfailed\e\\[0m: ␛]2;owned␇.jpg", output.ToString());
        Assert.Contains("␛[2Jgone �gnp.jpg", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("\e[2J", output.ToString(), StringComparison.Ordinal);
    }
}
