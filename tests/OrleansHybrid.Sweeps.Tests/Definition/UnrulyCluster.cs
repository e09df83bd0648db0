using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Search;
using OrleansHybrid.Sweeps.Search.Halving;

namespace OrleansHybrid.Sweeps.Tests.Definition;

/// <summary>
/// A cluster that is as bad as can be: trials end in any order, some fail and are retried, and it crashes, also while it saves a
/// decision, and has lost results by then that come again.
/// </summary>
internal sealed class UnrulyCluster(SweepDefinition sweep, Random random)
{
    private readonly double?[] _results = new double?[sweep.TrialCount];
    private readonly SortedDictionary<int, TrialDraw> _recorded = [];
    private readonly HashSet<int> _started = [];
    private readonly List<int> _running = [];
    private SweepDefinition _sweep = sweep;
    private int _crashes = random.Next(4), _retries = random.Next(3);

    private ChosenTrials Chosen => _sweep.Chosen!;

    private int Rungs => Chosen.Rungs.Count;

    private int Seeds => Chosen.Seeds.Count;

    public SweepDefinition ToTheEnd()
    {
        var slots = random.Next(1, 9);
        while (Array.Exists(_results, result => result is null))
        {
            while (_running.Count < slots && Next() is { } trial)
            {
                _started.Add(trial);
                _running.Add(trial);
            }

            if (_running.Count > 0) End(random.Next(_running.Count));
            if (_crashes > 0 && random.Next(15) == 0) Crash();
        }

        Assert.Empty(Chosen.Turn(ResultOf));
        return _sweep;
    }

    private double? ResultOf(int trial) => _results[trial];

    private int? Next()
    {
        while (true)
        {
            foreach (var (trial, draw) in _recorded)
                if (draw.IsTrained && _results[trial] is null && !_started.Contains(trial))
                    return trial;
            var turn = Chosen.Turn(ResultOf);
            if (turn is [])
            {
                Assert.True(_running.Count > 0 || !Array.Exists(_results, result => result is null), "it waits for nothing");
                return null;
            }

            AssertRule(turn);
            var draws = turn.Select(trial => (Trial: trial, Draw: Chosen.Choose(trial, ResultOf))).ToList();
            Assert.All(draws, one => Assert.False(_recorded.ContainsKey(one.Trial)));
            var isCutShort = _crashes > 0 && random.Next(10) == 0;
            foreach (var (trial, draw) in draws.Take(isCutShort ? random.Next(draws.Count) : draws.Count))
            {
                _recorded.Add(trial, draw);
                Chosen.Keep(trial, draw);
                if (!draw.IsTrained) _results[trial] = double.NaN;
            }

            if (isCutShort) Crash();
        }
    }

    private void End(int place)
    {
        var trial = _running[place];
        _running.RemoveAt(place);
        var recipe = _sweep.RecipeOf(trial);
        _results[trial] = random.Next(9) == 0
            ? double.NaN
            : Math.Round(recipe.Temperature + recipe.LearningRate / 3 + random.NextDouble() / 5, 1);
        if (_retries == 0 || !double.IsNaN(_results[trial]!.Value)) return;
        _retries--;
        Again(trial);
        Chosen.Forget();
    }

    private void Again(int trial)
    {
        _results[trial] = null;
        _started.Remove(trial);
    }

    /// <summary>What was recorded is all that is left, and the newest results must come in again.</summary>
    private void Crash()
    {
        _crashes--;
        var before = _sweep;
        _sweep = _sweep.Anew();
        foreach (var (trial, draw) in _recorded)
        {
            Assert.Equal(before.Chosen!.DrawOf(trial), draw);
            Chosen.Keep(trial, draw);
            if (draw.IsTrained && _results[trial] is not null && random.Next(6) == 0) Again(trial);
        }
    }

    private void AssertRule(IReadOnlyList<int> turn)
    {
        if (turn[0] % Seeds != 0) return;
        var arrived = Enumerable.Range(0, Rungs).Select(rung => Enumerable.Range(0, Chosen.Configurations)
            .Where(configuration => IsTrained(rung, configuration))
            .Select(configuration => (Configuration: configuration, Value: MeanOf(rung, configuration)))
            .Where(one => one.Value is not null)
            .Select(one => new RungResult(one.Configuration, one.Value!.Value)).ToList()).ToList();
        var eta = _sweep.Chosen!.Rungs[1] / _sweep.Chosen.Rungs[0];
        var promotion = AsynchronousRules.Promotion(
            [.. arrived.Take(Rungs - 1)], (rung, configuration) => IsTrained(rung + 1, configuration), eta);
        var first = Enumerable.Range(0, Chosen.Configurations)
            .FirstOrDefault(configuration => !_recorded.ContainsKey(TrialOf(0, configuration)), -1);
        if (promotion is { } best) Assert.Equal(Trials(best.Rung + 1, best.Configuration), turn);
        else if (first >= 0) Assert.Equal(Trials(0, first), turn);
        else
        {
            Assert.DoesNotContain(_recorded, one => one.Value.IsTrained && _results[one.Key] is null);
            var left = arrived.Take(Rungs - 1).SelectMany((results, rung) => results.Order()
                .Where(result => double.IsFinite(result.Value) && !IsTrained(rung + 1, result.Configuration))
                .Take(1).Select(result => (Rung: rung, result.Configuration))).ToList();
            if (left is [.., var last] && !arrived[^1].Exists(result => double.IsFinite(result.Value)))
                Assert.Equal(Trials(last.Rung + 1, last.Configuration), turn);
            else Assert.Equal(Enumerable.Range(0, _results.Length).Where(trial => !_recorded.ContainsKey(trial)), turn);
        }
    }

    private int TrialOf(int rung, int configuration) => (configuration * Rungs + rung) * Seeds;

    private IEnumerable<int> Trials(int rung, int configuration) => Enumerable.Range(TrialOf(rung, configuration), Seeds);

    private bool IsTrained(int rung, int configuration) =>
        _recorded.TryGetValue(TrialOf(rung, configuration), out var draw) && draw.IsTrained;

    /// <summary>Lower is better.</summary>
    private double? MeanOf(int rung, int configuration)
    {
        var results = Trials(rung, configuration).Select(trial => _results[trial]).ToList();
        return results.Contains(null) ? null : -results.Average();
    }
}
