namespace OrleansHybrid.Sweeps.Terminal;

/// <summary>
/// This process's standard output and error as all of it uses them, through <see cref="Console"/>: they show what came
/// from files and names as <see cref="PrintableText"/>, hide secrets, and may be full or closed.
/// </summary>
public static class GuardedConsole
{
    private static EnduringWriter _output = new(TextWriter.Null, _ => { });

    /// <summary>Standard output for who draws on a terminal: sent as it is.</summary>
    public static TextWriter Drawing => _output;

    /// <summary>Standard error for who draws on a terminal: sent as it is.</summary>
    public static TextWriter DrawingOfProgress { get; private set; } = TextWriter.Null;

    /// <summary>Must come before the first use of <see cref="Console"/>.</summary>
    public static void Install()
    {
        DrawingOfProgress = new EnduringWriter(Open(2, () => Console.Error), _ => { });
        Console.SetError(new PrintableWriter(DrawingOfProgress));
        _output = new(Open(1, () => Console.Out), failure => Console.Error.WriteLine(
            $"Standard output cannot be written ({failure.Message.TrimEnd('.')}): what is said there is lost. What this command does is not."));
        Console.SetOut(new PrintableWriter(_output));
    }

    /// <summary>What a command that answers on standard output ends with: an answer that nobody got is no success.</summary>
    /// <param name="exitCode">Of the command.</param>
    public static int Concluded(int exitCode) => exitCode == 0 && _output.HasLost ? 1 : exitCode;

    private static TextWriter Open(int descriptor, Func<TextWriter> open)
    {
        if (IsClosed(descriptor)) return new ClosedWriter();
        try
        {
            return open();
        }
        catch (Exception closed) when (closed is IOException or ArgumentException or UnauthorizedAccessException)
        {
            return new ClosedWriter();
        }
    }

    /// <summary>
    /// The runtime's own files take the numbers of outputs that are closed when it starts, and what was printed would go
    /// into them. They end with the program (close-on-exec), which nothing that a program is started with does.
    /// </summary>
    private static bool IsClosed(int descriptor)
    {
        const int CloseOnExec = 0x80000;
        if (!Directory.Exists("/proc/self/fdinfo")) return false;
        try
        {
            var flags = File.ReadLines($"/proc/self/fdinfo/{descriptor}").First(line => line.StartsWith("flags:", StringComparison.Ordinal))["flags:".Length..];
            return (Convert.ToInt32(flags.Trim(), 8) & CloseOnExec) != 0;
        }
        catch (FileNotFoundException)
        {
            return true;
        }
    }
}
