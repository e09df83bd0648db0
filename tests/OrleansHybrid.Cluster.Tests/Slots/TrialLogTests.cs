using OrleansHybrid.Cluster.Trainers;

namespace OrleansHybrid.Cluster.Tests.Slots;

public sealed class TrialLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_OfALineWithTerminalCommands_ShowsThemInTheFile()
    {
        using (var log = TrialLog.At(_folder["logs/0000.log"])) log.Write("cannot decode \e]2;owned\a.jpg\tthe first");

        Assert.Equal("cannot decode ␛]2;owned␇.jpg\tthe first\n", File.ReadAllText(_folder["logs/0000.log"]).ReplaceLineEndings("\n"));
    }
}
