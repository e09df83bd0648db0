using OrleansHybrid.Cli.Commands;
using OrleansHybrid.Sweeps.Definition.Yaml;

namespace OrleansHybrid.Cli.Tests.Commands;

public class BestCommandTests
{
    [Fact]
    public void NoneShown_WhereTrialsLackTheMetric_SaysSo_AndElseThatNoneIsCompleted()
    {
        var byMedium = new SweepText("name: some\nmetric: {name: medium}\n", "some.yaml").Parse();
        Assert.StartsWith(
            $"1 trials of {byMedium.Id} are completed, but none has 'medium'",
            BestCommand.NoneShown(byMedium, [Some.Completed(0, 0.5), Some.Waiting(1)], ""),
            StringComparison.Ordinal);
        Assert.StartsWith(
            $"No trial of {byMedium.Id} is completed yet",
            BestCommand.NoneShown(byMedium, [Some.Failed(0, "no"), Some.Waiting(1)], ""),
            StringComparison.Ordinal);
    }
}
