using OrleansHybrid.Sweeps.Search.Plans;
using OrleansHybrid.Sweeps.Search.Sampling;

namespace OrleansHybrid.Sweeps.Tests.Search.Plans;

/// <summary>The property that nobody has: what a search tries and decides hangs on nothing that happens.</summary>
public sealed class SearchPlanTests(ITestOutputHelper output)
{
    public static TheoryData<string> Names => [.. SomePlans.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Choices_InAnyOrderWithAnySlotsAndRestarts_AreTheSame(string name)
    {
        const int seed = 29;
        var rounds = SlowTests.AreAsked ? 1_000 : 150;
        output.WriteLine($"seed {seed}, {rounds} rounds");
        var random = new Random(seed);
        var (expected, picks) = OneAfterTheOther(name);
        for (var round = 0; round < rounds; round++) Assert.Equal(expected, new Run(name, random, expected, picks).Choices());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Choose_OfATrial_LooksAtWhatItNeedsAlone(string name)
    {
        var (expected, _) = OneAfterTheOther(name);
        var results = expected.Choices.Select(SomePlans.Result).ToArray();
        var count = SomePlans.All[name]().Count;
        for (var trial = 0; trial < count; trial += 1 + trial / 16)
        {
            var plan = SomePlans.All[name]();
            var may = plan.Needs(trial).SelectMany(span => Enumerable.Range(span.From, span.Until - span.From)).ToHashSet();
            Assert.All(may, needed => Assert.InRange(needed, 0, trial - 1));

            Assert.Equal(expected.Texts[trial], SomePlans.Text(plan.Choose(trial, index =>
            {
                Assert.Contains(index, may);
                return results[index];
            })));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Trials_OfAPlan_TrainNothingTwice(string name)
    {
        var (expected, _) = OneAfterTheOther(name);
        var trainings =
            expected.Choices.OfType<Choice.Training>()
                .Select(training => (training.Configuration, training.Seed, training.Rung?.Number)).ToList();

        Assert.NotEmpty(trainings);
        Assert.Equal(trainings.Distinct(), trainings);
    }

    private static (Course Expected, IReadOnlyList<Pick> Picks) OneAfterTheOther(string name)
    {
        var plan = SomePlans.All[name]();
        var (choices, results) = (new List<Choice>(), new List<double>());
        for (var trial = 0; trial < plan.Count; trial++)
        {
            choices.Add(plan.Choose(trial, index => results[index]));
            results.Add(SomePlans.Result(choices[^1]));
        }

        var configurations = choices.OfType<Choice.Training>().Max(training => training.Configuration) + 1;
        return (new(choices),
            [.. Enumerable.Range(0, configurations).Select(configuration => plan.PickOf(configuration, index => results[index]))]);
    }

    /// <summary>Every trial of a search, in the order of the trials.</summary>
    private sealed record Course(IReadOnlyList<Choice> Choices)
    {
        public IReadOnlyList<string> Texts { get; } = [.. Choices.Select(SomePlans.Text)];

        public bool Equals(Course? other) => other is not null && Texts.SequenceEqual(other.Texts);

        public override int GetHashCode() => Texts.Count;
    }

    /// <summary>Several slots take trials whose needs are known, end them in any order, and whoever runs the search may restart.</summary>
    private sealed class Run(string name, Random random, Course expected, IReadOnlyList<Pick> picks)
    {
        private readonly double?[] _results = new double?[expected.Choices.Count];
        private readonly Choice?[] _choices = new Choice?[expected.Choices.Count];
        private SearchPlan _plan = SomePlans.All[name]();
        private int _chosenConfigurations;

        public Course Choices()
        {
            var (slots, running, restarts) = (random.Next(1, 9), new List<int>(), random.Next(3));
            while (Array.Exists(_results, result => result is null))
            {
                while (running.Count < slots && Ready() is { } trial)
                {
                    _choices[trial] = Choose(trial);
                    running.Add(trial);
                    if (random.Next(10) == 0) Assert.Equal(expected.Texts[trial], SomePlans.Text(Choose(trial)));
                }

                var ended = random.Next(running.Count);
                _results[running[ended]] = SomePlans.Result(_choices[running[ended]]!);
                running.RemoveAt(ended);
                if (restarts > 0 && random.Next(20) == 0)
                {
                    restarts--;
                    _plan = SomePlans.All[name]();
                    // With its records or without them.
                    if (_plan.Sampler.Learns && random.Next(2) == 0)
                        foreach (var pick in picks.Take(random.Next(_chosenConfigurations + 1))) _plan.Recall(pick);
                }
            }

            return new(_choices!);
        }

        private Choice Choose(int trial)
        {
            double? Result(int index) => _results[index] ?? throw new InvalidOperationException($"trial {trial} asks for trial {index}");
            var choice = _plan.Choose(trial, Result);
            if (choice is Choice.Training training && training.Configuration == _chosenConfigurations) _chosenConfigurations++;
            return choice;
        }

        /// <summary>The first trial that can be given out, or any other.</summary>
        private int? Ready()
        {
            int? ready = null;
            for (var trial = 0; trial < _choices.Length; trial++)
            {
                if (_choices[trial] is not null || !_plan.Needs(trial).All(IsKnown)) continue;
                ready = trial;
                if (random.Next(4) != 0) break;
            }

            return ready;

            bool IsKnown(TrialSpan span) => !_results.AsSpan(span.From, span.Until - span.From).Contains(null);
        }
    }
}
