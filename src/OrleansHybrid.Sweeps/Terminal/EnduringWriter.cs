namespace OrleansHybrid.Sweeps.Terminal;

/// <summary>
/// Writes for as long as somebody takes it: a disk that is full, or an output that was closed, must end no work. Each
/// write is tried anew, since there may be room again.
/// </summary>
/// <param name="lost">Told of the first write that was lost.</param>
public sealed class EnduringWriter(TextWriter inner, Action<IOException> lost) : FunnelWriter(inner)
{
    private int _losses;

    /// <summary>Whether something was not written.</summary>
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
