using OrleansHybrid.Cluster.Ledgers;
using OrleansHybrid.Cluster.Sweeps;
using OrleansHybrid.Sweeps.Definition.Yaml;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Tests.Sweeps;

public class RungCountsTests
{
    [Fact]
    public void Rungs_WithControls_CountThemNowhere()
    {
        var sweep = new SweepText(SearchRuns.Halved.Replace("min_epochs: 1", "min_epochs: 1, controls: 2"), "halved.yaml").Parse();
        var (chosen, ledger) = (sweep.Chosen!, new Ledger(sweep.TrialCount, sweep.Metric));
        var counts = new RungCounts(chosen, ledger);
        var controls = Enumerable.Range(0, sweep.TrialCount).Where(chosen.IsControl).ToList();
        Assert.NotEmpty(controls);

        foreach (var control in controls) counts.Changed(control, TrialState.Pending, TrialState.Completed);

        Assert.Equal(sweep.TrialCount - controls.Count, counts.Rungs.Sum(rung => rung.Trials));
        Assert.All(counts.Rungs, rung => Assert.Equal(0, rung.Completed));
    }
}
