using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Tests.Definition;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Tests.Results;

public sealed class SlotTimelineTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly SweepDefinition Sweep = SweepYaml.Named(
        "parameters: {epochs: {values: [" + string.Join(", ", Enumerable.Range(1, 20)) + "]}}");

    [Fact]
    public void Of_AttemptsOfOneHost_NamesTheSlotsAlone_AndKeepsThemInOrder()
    {
        var timeline = SlotTimeline.Of([Trial(0, At(1, "here:1/gpu10", 0, 60)), Trial(1, At(1, "here:1/gpu2", 0, 60))], Start);

        Assert.Equal(["gpu2", "gpu10"], timeline.Slots);
        Assert.Equal([(0, 1), (1, 0)], timeline.Bars.Select(bar => (bar.Line, bar.Trial)));
    }

    [Fact]
    public void Of_ASiloThatStartsAgainOnAnotherPort_StaysOnItsLine()
    {
        var timeline = SlotTimeline.Of(
            [Trial(0, At(1, "a:1/gpu0", 0, 60), At(2, "a:2/gpu0", 90, 60)), Trial(1, At(1, "b:1/gpu0", 0, 60))], Start);

        Assert.Equal(["a gpu0", "b gpu0"], timeline.Slots);
        Assert.Equal([0, 1, 0], timeline.Bars.Select(bar => bar.Line));
    }

    [Fact]
    public void Of_TwoSilosOfOneMachineAtOnce_GivesEachALine()
    {
        var timeline = SlotTimeline.Of(
            [Trial(0, At(1, "a:1/cpu0", 0, 60)), Trial(1, At(1, "a:2/cpu0", 30, 60)), Trial(2, At(1, "a:1/cpu0", 61, 10))], Start);

        Assert.Equal(["cpu0", "cpu0"], timeline.Slots);
        Assert.Equal([(0, 0), (1, 1), (0, 2)], timeline.Bars.Select(bar => (bar.Line, bar.Trial)));
    }

    [Fact]
    public void Of_ATrialOnSeveralSlots_HasABarOnEach_AndCostsAsMany()
    {
        TrialOutcome[] outcomes =
        [
            Trial(
                0,
                At(1, "a:1/gpu0+gpu1", 0, 1_800) with { End = AttemptEnd.Lost, LostSeconds = 900 },
                At(2, "a:1/gpu0+gpu1", 1_900, 3_600)),
        ];

        Assert.Equal([0, 1, 0, 1], SlotTimeline.Of(outcomes, Start).Bars.Select(bar => bar.Line));
        var costs = AttemptCosts.Of(outcomes);
        Assert.Equal((3, 0.5, 1), (costs.SlotHours, costs.LostHours, costs.Restarts));
        Assert.Equal([new(AttemptEnd.Completed, 1, 2, 0), new(AttemptEnd.Lost, 1, 1, 0.5)], costs.Ends);
    }

    [Fact]
    public void Of_AnOpenAttempt_LastsUntilNow_WhileItsTrialRuns()
    {
        var open = At(1, "a:1/gpu0", 0, 10) with { End = AttemptEnd.Open };
        var (running, waiting) = (
            Outcomes.Waiting(0, TrialState.Running, attempts: 1), Outcomes.Waiting(1, TrialState.Preempted, attempts: 1));

        var bars = SlotTimeline.Of(
            [Outcomes.Of(Sweep, running) with { Attempts = [open] }, Outcomes.Of(Sweep, waiting) with { Attempts = [open] }],
            Start.AddSeconds(50)).Bars;

        Assert.Equal([(0, 50.0), (1, 10.0)], bars.OrderBy(bar => bar.Trial).Select(bar => (bar.Trial, bar.Attempt.Seconds)));
    }

    [Fact]
    public void Of_VeryManyAttempts_KeepsTheDisturbedOnes()
    {
        var preempted = At(1, "a:1/gpu0", 0, 5) with { End = AttemptEnd.Preempted };
        var others = Enumerable.Range(1, SlotTimeline.MostBars).Select(number => At(number + 1, "a:1/gpu0", 10 * number, 5));

        var timeline = SlotTimeline.Of([Trial(0, [preempted, .. others])], Start);

        Assert.Equal((SlotTimeline.MostBars, 1), (timeline.Bars.Count, timeline.LeftOut));
        Assert.Equal((1, 3), (timeline.Bars[0].Attempt.Attempt, timeline.Bars[1].Attempt.Attempt));
    }

    private static TrialOutcome Trial(int index, params AttemptRecord[] attempts) =>
        Outcomes.Of(Sweep, Outcomes.Completed(index, 0.5, attempts: attempts.Length)) with { Attempts = attempts };

    private static AttemptRecord At(int attempt, string slot, double began, double seconds) =>
        new(attempt, slot, Start.AddSeconds(began), seconds);
}
