using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Simulation;

/// <summary>
/// Plays a search on slots that train in virtual time: a training takes as long as it costs, and a free slot takes the first trial
/// whose results are there, as in a cluster. The choices of a reproducible search do not depend on the number of slots.
/// </summary>
public sealed class SearchSimulation
{
    private readonly PlayedSearch _search;
    private readonly int _slots;
    private readonly PlayedTrial?[] _played;
    private readonly (double Began, double Ended)[] _times;
    private readonly double[] _results;
    private readonly bool[] _isFinal;
    private readonly List<int> _ended = [];
    private readonly PriorityQueue<int, int> _ready = new();
    private readonly PriorityQueue<int, (double End, int Trial)> _running = new();
    private readonly Dictionary<int, List<int>> _waiters = [];
    private double _now, _idle;

    private SearchSimulation(PlayedSearch search, int slots)
    {
        (_search, _slots) = (search, slots);
        _played = new PlayedTrial?[search.Trials];
        _times = new (double, double)[search.Trials];
        _results = new double[search.Trials];
        _isFinal = new bool[search.Trials];
    }

    /// <param name="slots">Trials that train at once, at least 1.</param>
    /// <exception cref="UnusableResultsException">A trial has no result there.</exception>
    public static SimulatedSearch Play(PlayedSearch search, int slots)
    {
        ArgumentNullException.ThrowIfNull(search);
        ArgumentOutOfRangeException.ThrowIfLessThan(slots, 1);
        return new SearchSimulation(search, slots).Run();
    }

    private SimulatedSearch Run()
    {
        if (!_search.IsAsynchronous)
            for (var trial = 0; trial < _played.Length; trial++) Await(trial);
        var waiting = _played.Length;
        while (true)
        {
            while (_running.Count < _slots && TryNext(out var trial))
            {
                Start(trial);
                waiting--;
            }

            if (!_running.TryPeek(out _, out var next)) break;
            // A slot that nothing is left for does not wait.
            if (waiting > 0) _idle += Math.Min(waiting, _slots - _running.Count) * (next.End - _now);
            _now = next.End;
            while (_running.TryPeek(out var ended, out var at) && at.End <= _now)
            {
                _running.Dequeue();
                End(ended);
            }
        }

        return Result();
    }

    private bool TryNext(out int trial)
    {
        if (_ready.TryDequeue(out trial, out _)) return true;
        if (!_search.IsAsynchronous) return false;
        foreach (var next in _search.Turn(ResultOf)) _ready.Enqueue(next, next);
        return _ready.TryDequeue(out trial, out _);
    }

    private double? ResultOf(int trial) => _isFinal[trial] ? _results[trial] : null;

    private void Start(int trial)
    {
        var played = _played[trial] = _search.Choose(trial, ResultOf);
        _times[trial] = (_now, _now + played.Cost);
        _results[trial] = played.Value;
        if (played.Configuration is null) End(trial);
        else _running.Enqueue(trial, (_now + played.Cost, trial));
    }

    private void End(int trial)
    {
        _isFinal[trial] = true;
        _ended.Add(trial);
        if (_search.IsAsynchronous || !_waiters.Remove(trial, out var waiters)) return;
        foreach (var waiter in waiters) Await(waiter);
    }

    /// <summary>Makes a trial wait for the last of the results that it needs and that are missing; it is ready if none is.</summary>
    private void Await(int trial)
    {
        foreach (var span in _search.Needs(trial))
        {
            var missing = _isFinal.AsSpan(span.From, span.Until - span.From).LastIndexOf(false);
            if (missing < 0) continue;
            if (!_waiters.TryGetValue(span.From + missing, out var waiters)) _waiters.Add(span.From + missing, waiters = []);
            waiters.Add(trial);
            return;
        }

        _ready.Enqueue(trial, trial);
    }

    private SimulatedSearch Result()
    {
        var trials = _played.Select((played, index) => new SimulatedTrial(index, played!, _times[index].Began, _times[index].Ended))
            .ToList();
        var trained = trials.Where(trial => trial.Played.Configuration is not null).ToList();
        var history = BestHistory.Of(
            _ended.Select(index => trials[index]).Where(trial => trial.Played.Configuration is not null).Select(trial => new EndedTrial
            {
                Trial = trial.Index,
                Configuration = trial.Played.Configuration!.Value,
                IsWhole = trial.Played.IsWhole,
                Value = trial.Played.Value,
                Cost = trial.Played.Cost,
            }),
            _search.Seeds,
            _search.Metric.Goal);
        var best = history is [.., { Trial: { } last, Best: { } value }] ? new FoundBest(trials[last], value, RankOf(value)) : null;
        return new()
        {
            Trials = trials,
            History = history,
            Best = best,
            Known = _search.WholeValues.Count,
            KnownBest = _search.WholeValues is { Count: > 0 } all ? all.Order(ByGoal).First() : null,
            Cost = trained.Sum(trial => trial.Played.Cost),
            WholeCost = _search.WholeCost,
            Duration = _now,
            SlotsWaited = _idle,
            Rungs = _search.RungsAfter(index => _results[index]),
        };
    }

    private Comparer<double> ByGoal =>
        Comparer<double>.Create((one, other) => _search.Metric.IsBetter(one, other) ? -1 : _search.Metric.IsBetter(other, one) ? 1 : 0);

    private int RankOf(double value) => 1 + _search.WholeValues.Count(other => _search.Metric.IsBetter(other, value));
}
