using System.Text;
using OrleansHybrid.Cluster.Checkpoints;

namespace OrleansHybrid.Cluster.Tests.Checkpoints;

public sealed class StoredLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void EndOf_AShortLog_IsTheWhole() => Assert.Equal("one\ntwo", EndOf("one\ntwo"u8));

    [Fact]
    public void EndOf_NoLog_IsNothing()
    {
        Assert.Null(StoredLog.EndOf(_folder["none.log"]));
        Assert.Null(EndOf([]));
    }

    [Fact]
    public void EndOf_ALongLog_BeginsWithAWholeLine()
    {
        var lines = Enumerable.Range(0, 20_000).Select(line => $"line {line}").ToList();

        var end = EndOf(Encoding.UTF8.GetBytes(string.Join('\n', lines)))!.Split('\n');

        Assert.Equal(lines.TakeLast(end.Length), end);
        Assert.InRange(end.Sum(line => line.Length + 1), StoredLog.MostBytes - 20, StoredLog.MostBytes + 1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void EndOf_AnEndlessLine_BeginsWithAWholeLetter(int others)
    {
        var last = new string('x', others);

        var end = EndOf(Encoding.UTF8.GetBytes(new string('é', 5_000_000) + last));

        Assert.Equal(new string('é', (StoredLog.MostBytes - others) / 2) + last, end);
    }

    [Fact]
    public void EndOf_BytesThatAreNoText_IsText()
    {
        var end = EndOf([0xFF, 0xFE, (byte)'\n', 0x1B, (byte)'a'])!;

        Assert.Equal("??\n\u001ba", end);
        Assert.Equal(end, StoredLog.Read(2, new StoredLog(2, "10.0.0.1:11111", end).Write()).Text);
    }

    [Fact]
    public void EndOf_ALongLogThatIsNoText_KeepsItsLastLine()
    {
        var bytes = new byte[StoredLog.MostBytes + 100];
        Array.Fill(bytes, (byte)0xFF);
        "\nlast"u8.CopyTo(bytes.AsSpan(bytes.Length - 5));

        var stored = StoredLog.Read(1, new StoredLog(1, "10.0.0.1:11111", EndOf(bytes)!).Write());

        Assert.EndsWith("last", stored.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a0002.log", 2)]
    [InlineData("a12345.log", 12345)]
    [InlineData("a0002-s000300", null)]
    [InlineData("a.log", null)]
    [InlineData("a-1.log", null)]
    [InlineData("a0002.log.tmp", null)]
    public void AttemptOf_AName_IsThatOfALog(string name, int? attempt) => Assert.Equal(attempt, StoredLog.AttemptOf(name));

    private string? EndOf(ReadOnlySpan<byte> bytes)
    {
        File.WriteAllBytes(_folder["trial.log"], bytes);
        return StoredLog.EndOf(_folder["trial.log"]);
    }
}
