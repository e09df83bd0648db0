namespace OrleansHybrid.Sweeps.Terminal;

/// <summary>
/// Standard output and error of this process, as everything uses them through <see cref="Console"/>. They write text from files
/// and names as <see cref="PrintableText"/>, hide secrets, and may be full or closed.
/// </summary>
public static class GuardedConsole
{
    private static EnduringWriter _output = new(TextWriter.Null, _ => { });

    /// <summary>Standard output for code that draws on a terminal: sent unchanged.</summary>
    public static TextWriter Drawing => _output;

    /// <summary>Standard error for code that draws on a terminal: sent unchanged.</summary>
    public static TextWriter DrawingOfProgress { get; private set; } = TextWriter.Null;

    /// <summary>Installs the guarded writers. Must run before the first use of <see cref="Console"/>.</summary>
    public static void Install()
    {
        DrawingOfProgress = new EnduringWriter(Open(2, () => Console.Error), _ => { });
        Console.SetError(new PrintableWriter(DrawingOfProgress));
        _output = new(Open(1, () => Console.Out), failure => Console.Error.WriteLine(
            $"Standard output cannot be written ({failure.Message.TrimEnd('.')}): its text is lost, but the command's work is not."));
        Console.SetOut(new PrintableWriter(_output));
    }

    /// <summary>The exit code of a command that answers on standard output: an answer that was not delivered is not a success.</summary>
    /// <param name="exitCode">The exit code of the command itself.</param>
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
    /// True if the descriptor was closed when this process started. Files of the runtime then get its number, and printed text would go
    /// into them. Such files are close-on-exec, which an inherited output never is.
    /// </summary>
    private static bool IsClosed(int descriptor)
    {
        const int CloseOnExec = 0x80000;
        if (!Directory.Exists("/proc/self/fdinfo")) return false;
        try
        {
            var flags = File.ReadLines($"/proc/self/fdinfo/{descriptor}")
                .First(line => line.StartsWith("flags:", StringComparison.Ordinal))["flags:".Length..];
            return (Convert.ToInt32(flags.Trim(), 8) & CloseOnExec) != 0;
        }
        catch (FileNotFoundException)
        {
            return true;
        }
    }
}
