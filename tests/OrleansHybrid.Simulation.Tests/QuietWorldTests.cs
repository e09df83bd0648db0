using OrleansHybrid.Simulation.Storage;
using OrleansHybrid.Simulation.Worlds;

namespace OrleansHybrid.Simulation.Tests;

public sealed class QuietWorldTests : IDisposable
{
    private const string Grid =
        """
        name: grid
        parameters: {temperature: {values: [0.1, 0.2, 0.3]}}
        repeats: {seeds: [0, 1]}
        recipe: {epochs: 2}
        """;

    private readonly Folders _folders = new();

    public void Dispose() => _folders.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Grid_WhereNothingFails_EndsAsEveryPromiseSays(bool sharesFolder)
    {
        var story = new List<string>();

        var outcome = Simulator.Run(
            new(1, Grid, Controls: 1, Agents: [1, 2], Calm: TimeSpan.FromSeconds(1)) { SharesFolder = sharesFolder, StoresJson = true },
            _folders,
            story.Add);

        Assert.True(outcome.Violation is null, string.Join('\n', [$"{outcome.Violation}", .. story.TakeLast(40)]));
        Assert.Empty(outcome.Faults);
        Assert.InRange(outcome.Duration, TimeSpan.FromSeconds(8), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void World_OfTheSameSeed_LivesTheSameLife()
    {
        List<string> first = [], second = [];
        var scenario = new Scenario(7, Grid, Controls: 1, Agents: [1, 2], Calm: TimeSpan.FromSeconds(1));

        Simulator.Run(scenario, _folders, first.Add);
        Simulator.Run(scenario, _folders, second.Add);

        Assert.Equal(first, second);
    }
}
