namespace OrleansHybrid.Sweeps.Terminal;

/// <summary>Writes text for people: without what commands a terminal, and without secrets.</summary>
public sealed class PrintableWriter(TextWriter inner) : FunnelWriter(inner)
{
    protected override void Put(ReadOnlySpan<char> text) => Inner.Write(PrintableText.Of(SecretText.Hidden(text.ToString())));
}
