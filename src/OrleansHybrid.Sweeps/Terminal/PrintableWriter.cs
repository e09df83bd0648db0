namespace OrleansHybrid.Sweeps.Terminal;

/// <summary>A writer of text for people, without control sequences and without secrets.</summary>
public sealed class PrintableWriter(TextWriter inner) : FunnelWriter(inner)
{
    protected override void Put(ReadOnlySpan<char> text) => Inner.Write(PrintableText.Of(SecretText.Hidden(text.ToString())));
}
