using OrleansHybrid.Sweeps.Search.Halving;
using OrleansHybrid.Sweeps.Search.Plans;
using OrleansHybrid.Sweeps.Search.Sampling;
using OrleansHybrid.Sweeps.Search.Spaces;

namespace OrleansHybrid.Sweeps.Tests.Search.Plans;

public sealed class HalvingPlanTests
{
    private static readonly Space Line = new(new SpaceAxis("x", Distributions.Uniform(0, 1).OrThrow()));

    [Fact]
    public void Cohorts_OfOneBracket_AreOfEqualSizeAndLeaveOneAtTheEnd()
    {
        Assert.Equal([100], Sizes(100, rungs: 5));
        Assert.Equal([27, 27, 27], Sizes(81, rungs: 4));
        Assert.Equal([34, 33, 33], Sizes(100, rungs: 4));
        // Nine would leave one at the end, but are too few to compare.
        Assert.Equal([29, 29, 29], Sizes(87, rungs: 3));
        Assert.Equal([5], Sizes(5, rungs: 3));

        static IEnumerable<int> Sizes(int configurations, int rungs) =>
            Cohorts.Of([new(Rungs.Of(81, 3, rungs).OrThrow(), configurations, 3)]).Select(cohort => cohort.Configurations);
    }

    [Fact]
    public void Cohorts_OfSeveralBrackets_ComeInTurns() => Assert.Equal(
        "3 3 2 3",
        string.Join(' ', Cohorts.Of([new([1, 3, 9], 81, 3), new([3, 9], 24, 3)]).Select(cohort => cohort.Epochs.Count)));

    [Fact]
    public void Trials_OfTwoCohorts_AlternateSoThatARungCanFill()
    {
        var plan = new HalvingPlan(new RandomSampler(Line, 1), [new([1, 3], 3, 3), new([1, 3], 3, 3)], new(IsMaximised: false));
        var values = new List<double>();
        var trials = Enumerable.Range(0, plan.Count).Select(trial =>
        {
            var training = Assert.IsType<Choice.Training>(plan.Choose(trial, index => values[index]));
            values.Add(-training.Configuration);
            return $"{training.Configuration}:{training.Rung!.Epochs}{(training.Rung.After is { } after ? $"<{after}" : "")}";
        });

        Assert.Equal("0:1 1:1 2:1 3:1 4:1 5:1 2:3<2 5:3<5", string.Join(' ', trials));
        Assert.Equal("promoted 1st of 3 at rung 1 (1 epoch)", Assert.IsType<Choice.Training>(plan.Choose(6, index => values[index])).Basis);
        Assert.Equal([(1, 6), (3, 2)], plan.TrialsByRung);
    }

    [Fact]
    public void Controls_AreOnePrunedConfigurationOfEachPartOfTheRanks_AndChangeNothingElse()
    {
        Bracket[] cohorts = [new([1, 3, 9], 12, 3), new([1, 3, 9], 12, 3)];
        var plan = new HalvingPlan(new RandomSampler(Line, 1), cohorts, new(IsMaximised: false, Seeds: 2), controls: 4, seed: 6);
        var without = new HalvingPlan(new RandomSampler(Line, 1), cohorts, new(IsMaximised: false, Seeds: 2));
        // Configuration c ranks c-th of its cohort, and the last of each has failed.
        double? Known(int trial) => trial >= 48 ? 0 : trial / 2 % 12 == 11 ? double.NaN : trial / 2 % 12;

        Assert.Equal(without.Count + 8, plan.Count);
        for (var trial = 0; trial < 48; trial++)
            Assert.Equal(SomePlans.Text(without.Choose(trial, Known)), SomePlans.Text(plan.Choose(trial, Known)));
        var controls = Enumerable.Range(without.Count, 8).Select(trial =>
            Assert.IsType<Choice.Training>(plan.Choose(trial, Known))).ToList();

        // Four of twelve are promoted; each cohort has a control of rank 5 to 8 and one of rank 9 to 12.
        Assert.All(controls.Index(), control =>
        {
            var rank = control.Item.Configuration % 12;
            Assert.Equal(control.Index / 2 % 2, control.Item.Configuration / 12);
            Assert.InRange(rank, control.Index < 4 ? 4 : 8, control.Index < 4 ? 7 : 10);
            Assert.Equal(new RungStep(2, 9, control.Item.Configuration * 2 + control.Index % 2), control.Item.Rung);
            Assert.StartsWith("control: pruned as ", control.Item.Basis, StringComparison.Ordinal);
        });
        Assert.True(plan.PlaceOf(without.Count).IsControl);
        Assert.False(plan.PlaceOf(without.Count - 1).IsControl);
        Assert.Equal([new TrialSpan(24, 48)], plan.Needs(without.Count + 2));
    }

    [Fact]
    public void Needs_OfAHigherRung_AreTheRungsBelow()
    {
        Bracket[] cohorts = [new([1, 3, 9], 9, 3), new([1, 3, 9], 9, 3)];
        var plan = new HalvingPlan(new TpeSampler(Line, 1), cohorts, new(IsMaximised: false, Seeds: 2, Lag: 4));

        // 18 of the first cohort, 18 of the second, 6 of the first at the second rung, 2 of it at the third beside 6 of the second, 2.
        Assert.Equal(52, plan.Count);
        Assert.Empty(plan.Needs(5));
        // The first ten configurations are random whatever the results are.
        Assert.Empty(plan.Needs(19));
        Assert.Equal([new TrialSpan(0, 16)], plan.Needs(20));
        Assert.Equal([new TrialSpan(0, 18)], plan.Needs(36));
        Assert.Equal([new TrialSpan(0, 30), new(18, 36)], plan.Needs(42));
        Assert.Equal([new TrialSpan(0, 18), new(36, 42)], plan.Needs(48));
        Assert.Throws<ArgumentOutOfRangeException>(() => plan.Needs(52));
    }

    [Fact]
    public void Choose_AfterARetryChangedALowerRung_GoesOnFromWhatWasTrained()
    {
        var plan = new HalvingPlan(new RandomSampler(Line, 5), [new([1, 2, 4], 6, 2)], new(IsMaximised: true));
        // Trial 1 was cancelled: the second rung trains the configurations 5, 4 and 3.
        double[] results = [0, double.NaN, 2, 3, 4, 5, 15, 14, 13];
        for (var trial = 0; trial < 9; trial++) plan.Decided(trial, ConfigurationOf(trial));
        // It is retried, and is the best of the first rung.
        results[1] = 6;

        var choice = Assert.IsType<Choice.Training>(plan.Choose(9, index => results[index]));

        Assert.Equal((5, 6), (choice.Configuration, choice.Rung!.After));
        // Of a rung that is decided in part, the rest goes to the best that have no place there.
        var other = new HalvingPlan(new RandomSampler(Line, 5), [new([1, 2, 4], 6, 2)], new(IsMaximised: true));
        for (var trial = 0; trial < 7; trial++) other.Decided(trial, ConfigurationOf(trial));
        Assert.Equal([1, 4], new[] { 7, 8 }.Select(trial => ConfigurationOf(trial, other)).Order());

        int ConfigurationOf(int trial, HalvingPlan? by = null) =>
            Assert.IsType<Choice.Training>((by ?? plan).Choose(trial, index => results[index])).Configuration;
    }

    [Fact]
    public void Promotions_OfAPlan_AreThoseThatCohortHalvingDecides()
    {
        Bracket[] cohorts = [new([1, 3, 9], 13, 3), new([1, 3, 9], 12, 3)];
        var plan = new HalvingPlan(new RandomSampler(Line, 5), cohorts, new(IsMaximised: true));
        var (results, reached) = (new List<double>(), new Dictionary<int, int>());
        for (var trial = 0; trial < plan.Count; trial++)
        {
            var choice = plan.Choose(trial, index => results[index]);
            var before = plan.Decide(index => index < results.Count ? results[index] : null);
            // What is trained next has been decided before.
            if (choice is Choice.Training training)
            {
                Assert.Equal(new(Decision.Trains, training.Rung!.Number), before[training.Configuration]);
                reached[training.Configuration] = training.Rung.Number;
            }

            results.Add(SomePlans.Result(choice));
            var now = plan.Decide(index => index < results.Count ? results[index] : null);
            for (var configuration = 0; configuration < plan.Configurations; configuration++)
                if (before[configuration].Decision is Decision.Pruned or Decision.Complete)
                    Assert.Equal(before[configuration], now[configuration]);
        }

        var end = plan.Decide(index => results[index]);
        Assert.All(end, standing => Assert.True(standing.Decision is Decision.Pruned or Decision.Complete));
        Assert.Equal(end.Select(standing => standing.Rung), reached.OrderBy(pair => pair.Key).Select(pair => pair.Value));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(24)]
    public void Slots_OfAHalvingSearch_AreBusy(int slots)
    {
        var plan = new HalvingPlan(new RandomSampler(Line, 5), Cohorts.Of([new([1, 3, 9], 270, 3)]), new(IsMaximised: true));
        var (ends, results, started) = (new PriorityQueue<int, int>(), new Dictionary<int, double>(), 0);
        var (now, idle, waiting) = (0, 0, new HashSet<int>(Enumerable.Range(0, plan.Count)));
        while (waiting.Count > 0)
        {
            foreach (var trial in waiting.Order().Where(IsReady).Take(slots - ends.Count).ToList())
            {
                var training = Assert.IsType<Choice.Training>(plan.Choose(trial, index => results[index]));
                ends.Enqueue(trial, now + training.Rung!.Epochs);
                waiting.Remove(trial);
                started += training.Rung.Epochs;
            }

            Assert.True(ends.TryPeek(out _, out var next));
            idle += waiting.Count > 0 ? (slots - ends.Count) * (next - now) : 0;
            now = next;
            while (ends.TryPeek(out var ended, out var end) && end == now)
            {
                ends.Dequeue();
                results[ended] = ended * 7 % 31;
            }
        }

        // Until the last trial is given out; what is idle then is the last cohort's end, which nothing follows.
        Assert.InRange(idle / (double)started, 0, 0.1);

        bool IsReady(int trial) => plan.Needs(trial).All(IsKnown);
        bool IsKnown(TrialSpan span) => Enumerable.Range(span.From, span.Until - span.From).All(results.ContainsKey);
    }
}
