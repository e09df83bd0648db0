using OrleansHybrid.Cli.Output;
using Spectre.Console;

namespace OrleansHybrid.Cli.Tests.Output;

public class ListingTests
{
    private static readonly Listing<(string Name, double? Loss, int Steps)> Listing = new(
        new("name", row => row.Name),
        new("loss", row => row.Loss, row => $"{row.Loss:F1}") { IsNumber = true },
        new("steps", row => row.Steps, Rank: 1) { IsNumber = true },
        new("exact", row => row.Loss) { IsForPrograms = true });

    private static readonly (string, double?, int)[] Rows = [("first [one]", 0.25, 7), ("tab\there", null, 12)];

    [Fact]
    public void Table_LeavesOutWhatDoesNotFit_AndSaysSo()
    {
        var wide = Write(OutputFormat.Table, width: 80);
        var narrow = Write(OutputFormat.Table, width: 24);

        Assert.Matches("name +loss +steps", wide);
        Assert.Matches(@"first \[one\] +0\.2 +7", wide);
        Assert.DoesNotContain("Too narrow", wide, StringComparison.Ordinal);
        Assert.DoesNotContain("exact", wide, StringComparison.Ordinal);
        Assert.DoesNotMatch("name.*steps", narrow);
        Assert.Contains("Too narrow for steps", narrow, StringComparison.Ordinal);
    }

    [Fact]
    public void Plain_HasALineForEachRow_WhateverIsInIt() => Assert.Equal(
        "name\tloss\tsteps\texact\nfirst [one]\t0.25\t7\t0.25\ntab here\t\t12\t\n", Write(OutputFormat.Plain, width: 10));

    [Fact]
    public void Json_HasNumbersAsNumbers_AndTheSameColumns() => Assert.Equal(
        """[{"name":"first [one]","loss":0.25,"steps":7,"exact":0.25},{"name":"tab\there","loss":null,"steps":12,"exact":null}]""" + "\n", Write(OutputFormat.Json, width: 10));

    [Fact]
    public void Yaml_QuotesWhatWouldReadAsANumber()
    {
        var text = new StringWriter();
        Document.Write(text, new { Trial = "0001", Steps = 3, Names = (string[])["true", "plain"] }, OutputFormat.Yaml);

        Assert.Equal("trial: \"0001\"\nsteps: 3\nnames:\n  - \"true\"\n  - plain\n", text.ToString());
    }

    private static string Write(OutputFormat format, int width)
    {
        var output = new StringWriter();
        var console = AnsiConsole.Create(
            new() { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = width;
        Listing.Write(console, Rows, format);
        return output.ToString();
    }
}
