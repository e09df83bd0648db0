using System.Text;
using OrleansHybrid.Sweeps.Terminal;
using Spectre.Console;

namespace OrleansHybrid.Cli.Output;

/// <summary>Standard output for tables and pages.</summary>
internal sealed class GuardedTerminal : IAnsiConsoleOutput
{
    // Nobody knows how wide a pipe is: tables get room enough not to break their words.
    private const int WidthOfAPipe = 160;

    private readonly AnsiConsoleOutput _terminal = new(Console.Out);

    public TextWriter Writer => GuardedConsole.Drawing;

    public bool IsTerminal => !Console.IsOutputRedirected;

    public int Width => IsTerminal ? _terminal.Width : WidthOfAPipe;

    public int Height => _terminal.Height;

    public static IAnsiConsole Open()
    {
        // TERM says what the terminal can do, not whether there is one.
        var console = AnsiConsole.Create(
            new() { Out = new GuardedTerminal(), Ansi = Console.IsOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect });
        console.Pipeline.Attach(new PrintableSegments());
        return console;
    }

    public void SetEncoding(Encoding encoding) => _terminal.SetEncoding(encoding);
}
