using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Tests.Results;

public class TimeLeftTests
{
    private static readonly SweepStatus Status = new(
        "some-12345678",
        8,
        new Dictionary<TrialState, int> { [TrialState.Completed] = 2, [TrialState.Running] = 2, [TrialState.Pending] = 3, [TrialState.Failed] = 1 },
        [Running(0, 25), Running(1, 75)],
        null, 0, 0, null, null,
        Cost: new(2, 60));

    [Fact]
    public void Of_CountsWhatWaitsAndTheRestOfWhatRuns()
    {
        var left = TimeLeft.Of(Status)!;

        Assert.Equal((4.0, 2, 2), (left.Trials, left.Trained, left.AtOnce));
        Assert.Equal(TimeSpan.FromSeconds(120), left.Time);
    }

    [Fact]
    public void Of_WithNothingToGoBy_IsUnknown()
    {
        Assert.Null(TimeLeft.Of(Status with { Cost = null }));
        Assert.Null(TimeLeft.Of(Status with { Running = [] }));
    }

    private static RunningTrial Running(int index, int step) => new(index, 1, "cpu0", new LiveProgress(1, step, 100, 1, 0, 0.1, 100, 1_000), null);
}
