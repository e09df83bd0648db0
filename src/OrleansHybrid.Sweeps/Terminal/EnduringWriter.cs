namespace OrleansHybrid.Sweeps.Terminal;

/// <summary>
/// A writer that survives a full disk or a closed output, so that neither ends the work. Every write is tried, because there may
/// be room again.
/// </summary>
/// <param name="lost">Called with the first write that was lost.</param>
public sealed class EnduringWriter(TextWriter inner, Action<IOException> lost) : FunnelWriter(inner)
{
    private int _losses;

    /// <summary>True if any write was lost.</summary>
    public bool HasLost => Volatile.Read(ref _losses) > 0;

    public override void Flush() => Try(static (writer, _) => writer.Flush(), []);

    protected override void Put(ReadOnlySpan<char> text) => Try(static (writer, text) => writer.Write(text), text);

    private void Try(Action<TextWriter, ReadOnlySpan<char>> write, ReadOnlySpan<char> text)
    {
        try
        {
            write(Inner, text);
        }
        catch (IOException failure)
        {
            if (Interlocked.Increment(ref _losses) == 1) lost(failure);
        }
    }
}
