using System.Text;
using OrleansHybrid.Sweeps.Terminal;

namespace OrleansHybrid.Sweeps.Tests.Terminal;

public class ConsoleWriterTests
{
    [Fact]
    public void Printable_WhicheverWayItIsWritten_ShowsCommandsAndHidesSecrets()
    {
        var output = new StringWriter { NewLine = "\n" };
        var writer = new PrintableWriter(output) { NewLine = "\n" };

        writer.Write("\ea");
        writer.Write('\e');
        writer.Write("\eb".AsSpan());
        writer.Write(['\e', 'c'], 0, 2);
        writer.WriteLine("{0} password={1}", "\ed", "s3cr3t");
        writer.WriteLine("password=s3cr3t,ssl=true".AsSpan());

        Assert.Equal("␛a␛␛b␛c␛d password=…\npassword=…,ssl=true\n", output.ToString());
    }

    [Fact]
    public void Enduring_WhileTheDiskIsFull_GoesOn_SaysSoOnce_AndWritesAgainWhenThereIsRoom()
    {
        var (disk, losses) = (new FullDisk(), new List<string>());
        var writer = new EnduringWriter(disk, failure => losses.Add(failure.Message)) { NewLine = "\n" };
        writer.WriteLine("first");
        Assert.False(writer.HasLost);

        disk.IsFull = true;
        writer.WriteLine("lost");
        writer.Write('x');
        writer.Flush();
        disk.IsFull = false;
        writer.WriteLine("last");

        Assert.True(writer.HasLost);
        Assert.Equal(["no space left"], losses);
        Assert.Equal("first\nlast\n", disk.Written.ToString());
    }

    [Fact]
    public void Enduring_OnAnOutputThatIsClosed_LosesWhatIsWritten()
    {
        var losses = new List<string>();
        var writer = new EnduringWriter(new ClosedWriter(), failure => losses.Add(failure.Message));

        writer.Flush();
        Assert.False(writer.HasLost);
        writer.WriteLine("lost");

        Assert.True(writer.HasLost);
        Assert.Equal(["it is closed"], losses);
    }

    private sealed class FullDisk : TextWriter
    {
        public StringBuilder Written { get; } = new();

        public bool IsFull { get; set; }

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => _ = IsFull ? throw new IOException("no space left") : Written.Append(value);

        public override void Flush()
        {
            if (IsFull) throw new IOException("no space left");
        }
    }
}
