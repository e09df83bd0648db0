using OrleansHybrid.Sweeps.Definition;
using Spectre.Console;

namespace OrleansHybrid.Cli.Watching;

internal static class SweepView
{
    /// <summary>Redrawn in place on a terminal, line by line elsewhere.</summary>
    /// <param name="hint">A hint for the person who watches.</param>
    public static ISweepView Of(SweepDefinition definition, string hint)
    {
        var console = AnsiConsole.Console;
        if (!Console.IsOutputRedirected && console.Profile.Capabilities is { Ansi: true, Interactive: true })
            return new LiveView(console, definition, hint);
        Console.WriteLine(hint);
        return new PlainView(Console.Out, definition);
    }
}
