using System.Text;

namespace OrleansHybrid.Sweeps.Terminal;

/// <summary>A writer for an output that was closed before this process started.</summary>
internal sealed class ClosedWriter : TextWriter
{
    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => throw new IOException("it is closed");

    public override void Flush()
    {
    }
}
