using OrleansHybrid.Cli.Access;
using OrleansHybrid.Cluster.Slots;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cli.Tests;

public class TrialLogTests
{
    [Fact]
    public async Task WriteEnd_OfLinesWithTerminalCommands_ShowsThem()
    {
        var output = new StringWriter { NewLine = "\n" };
        var part = new LogPart("here", "epoch 1\n\e]2;owned\a.jpg cannot be decoded\r\n", 0, default);

        await new TrialLog(
            new TrialId("some", 0), _ => Task.FromResult<IReadOnlyList<LogPart>>([part]), TimeProvider.System).WriteEnd(output, lines: 10);

        Assert.Equal("epoch 1\n␛]2;owned␇.jpg cannot be decoded\n", output.ToString());
    }
}
