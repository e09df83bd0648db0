using OrleansHybrid.Simulation.Checks;

namespace OrleansHybrid.Simulation.Tests;

public sealed class CampaignTests
{
    private readonly Found _found = new();

    [Fact]
    public void Sweeps_ThroughWorldsWhereEverythingFails_KeepEveryPromise() => AssertKeptAmongFaults(Campaign.Run(60, 1, 1, _found.Add));

    [SlowFact]
    public void ThousandSweeps_ThroughWorldsWhereEverythingFails_KeepEveryPromise() =>
        AssertKeptAmongFaults(Campaign.Run(1_000, 10_001, 1, _found.Add));

    /// <summary>What the simulation found once: README tells each story.</summary>
    [Theory]
    [InlineData(256)]
    [InlineData(485)]
    [InlineData(599)]
    [InlineData(635)]
    [InlineData(657)]
    [InlineData(3305)]
    [InlineData(3985)]
    [InlineData(5119)]
    public void Sweep_ThroughAWorldThatBrokeAPromiseOnce_KeepsThem(int seed) => AssertKept(Campaign.Run(1, seed, 1, _found.Add));

    private void AssertKeptAmongFaults(Findings findings)
    {
        AssertKept(findings);
        Assert.NotEmpty(findings.Faults);
    }

    private void AssertKept(Findings findings) => Assert.True(findings.Violations == 0, _found.Text);

    private sealed class Found
    {
        public string Text { get; private set; } = "";

        public void Add(int seed, Violation violation) => Text += $"seed {seed}: {violation}; the story: "
            + $"dotnet run -c Release --project tests/OrleansHybrid.Simulation -- story {seed}\n";
    }
}
