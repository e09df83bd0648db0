using System.Text;

namespace OrleansHybrid.Sweeps.Terminal;

/// <summary>A writer that passes the text of each call, whole, to one method, whichever overload was called.</summary>
public abstract class FunnelWriter(TextWriter inner) : TextWriter(inner.FormatProvider)
{
    public override Encoding Encoding => inner.Encoding;

    protected TextWriter Inner => inner;

    public override void Write(char value) => Put([value]);

    public override void Write(char[] buffer, int index, int count) => Put(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Put(buffer);

    public override void Write(string? value) => Put(value);

    public override void WriteLine() => Put(NewLine);

    public override void WriteLine(string? value) => Put(value + NewLine);

    public override void WriteLine(ReadOnlySpan<char> buffer) => Put($"{buffer}{NewLine}");

    public override void Flush() => inner.Flush();

    protected abstract void Put(ReadOnlySpan<char> text);
}
