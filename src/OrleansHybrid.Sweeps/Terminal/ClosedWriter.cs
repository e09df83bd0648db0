using System.Text;

namespace OrleansHybrid.Sweeps.Terminal;

/// <summary>What stands for an output that whoever started this process had closed.</summary>
internal sealed class ClosedWriter : TextWriter
{
    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => throw new IOException("it is closed");

    public override void Flush()
    {
    }
}
