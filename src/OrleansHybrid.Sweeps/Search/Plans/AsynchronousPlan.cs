using OrleansHybrid.Sweeps.Search.Sampling;

namespace OrleansHybrid.Sweeps.Search.Plans;

/// <summary>
/// Asynchronous successive halving by promotion (ASHA, Li et al., 2020). Each training to a rung is a trial of its own, with a fixed
/// number; a configuration's trials follow each other. A free slot trains the best configuration that is not promoted yet among the
/// best n/eta of the n that have arrived at a rung, from the highest rung down; where there is none, a new configuration. When nothing
/// else is left to do and no training to the end has a result, the best one of the highest rung goes on. The rest is never trained.
/// </summary>
/// <remarks>
/// What is decided depends on the order in which results arrive. Whoever runs it records each decision before acting on it, and tells it
/// by <see cref="Decided"/>; a decision that was told is never taken back, whatever becomes of the results.
/// </remarks>
public sealed class AsynchronousPlan : SearchPlan
{
    private readonly IReadOnlyList<int> _epochs;
    private readonly int _eta;
    private readonly Arrivals[] _rungs;

    // By step, which is a configuration at a rung: how many of its trials are decided, whether it is trained, and what it came to.
    private readonly int[] _decided;
    private readonly bool[] _isTrained;
    private readonly double[] _values;

    private readonly SortedSet<int> _outstanding = [];
    private readonly SortedSet<int> _unfinished = [];
    private int _begun, _open;

    /// <param name="configurations">How many there are.</param>
    /// <param name="epochs">Of each rung, ascending; the last is a training to the end.</param>
    /// <param name="eta">Of so many at a rung one goes on.</param>
    public AsynchronousPlan(Sampler sampler, int configurations, IReadOnlyList<int> epochs, int eta, SearchTerms terms)
        : base(sampler, terms with { IsReproducible = false })
    {
        ArgumentNullException.ThrowIfNull(epochs);
        ArgumentOutOfRangeException.ThrowIfLessThan(eta, Halving.Rungs.LeastEta);
        (Configurations, _epochs, _eta) = (configurations, epochs, eta);
        _open = checked(configurations * epochs.Count);
        Count = checked(_open * Terms.Seeds);
        (_decided, _isTrained, _values) = (new int[_open], new bool[_open], new double[_open]);
        _rungs = [.. epochs.Select(_ => new Arrivals())];
    }

    public override int Count { get; }

    public override int Configurations { get; }

    private int Last => _epochs.Count - 1;

    public override TrialPlace PlaceOf(int trial)
    {
        var rung = StepOf(trial) % _epochs.Count;
        return new(trial % Terms.Seeds, rung, _epochs[rung]);
    }

    /// <inheritdoc/>
    /// <remarks>Of a trial at a higher rung they are needed, but do not suffice: see <see cref="Turn"/>.</remarks>
    public override IReadOnlyList<TrialSpan> Needs(int trial)
    {
        var step = StepOf(trial);
        return step % _epochs.Count == 0 ? [] : [new((step - 1) * Terms.Seeds, step * Terms.Seeds)];
    }

    public override int FirstTrialOf(int configuration) => configuration * _epochs.Count * Terms.Seeds;

    /// <summary>
    /// The trials that are decided next, all by one decision; empty while results must be awaited, and once all are decided.
    /// </summary>
    /// <param name="results">
    /// The final result of a trial, NaN of one that failed; null while there is none. A result that was given once is remembered.
    /// </param>
    public IReadOnlyList<int> Turn(Func<int, double?> results)
    {
        Look(results);
        return Next() switch
        {
            null => [],
            { Kind: MoveKind.End } => [.. Enumerable.Range(0, Count).Where(trial => _decided[StepOf(trial)] == 0)],
            { } move => [.. Enumerable.Range(move.Step * Terms.Seeds + _decided[move.Step], Terms.Seeds - _decided[move.Step])],
        };
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">It is not the trial's turn.</exception>
    public override Choice Choose(int trial, Func<int, double?> results)
    {
        Look(results);
        var (step, seed) = Math.DivRem(trial, Terms.Seeds);
        if (_decided[step] > 0 && !_unfinished.Contains(step)) throw NotItsTurn(trial);
        if (Next() is not { } move || (move.Kind is MoveKind.End ? _decided[step] > 0 : move.Step != step))
            throw NotItsTurn(trial);
        if (move.Kind is MoveKind.End || (move.Kind is MoveKind.Unfinished && !_isTrained[step])) return NeverPromoted(step);
        var (configuration, rung) = Math.DivRem(step, _epochs.Count);
        return PickOf(configuration, results) switch
        {
            Pick.Found found => new Choice.Training(
                configuration,
                found.Point,
                seed,
                new(rung, _epochs[rung], rung == 0 ? null : trial - Terms.Seeds),
                rung == 0 ? found.Basis : Basis(move, rung - 1)),
            Pick.Missing missing => new Choice.Skipped(missing.Reason),
            _ => throw new InvalidOperationException(),
        };
    }

    public override void Decided(int trial, int? configuration)
    {
        var (step, isTrained) = (StepOf(trial), configuration is not null);
        if (++_decided[step] == Terms.Seeds) _unfinished.Remove(step);
        else _unfinished.Add(step);
        if (_decided[step] > 1) return;
        (_isTrained[step], _open) = (isTrained, _open - 1);
        while (_begun < Configurations && _decided[_begun * _epochs.Count] > 0) _begun++;
        if (!isTrained) return;
        _outstanding.Add(step);
        var rung = step % _epochs.Count;
        if (rung > 0) _rungs[rung - 1].Promote(new(step / _epochs.Count, _values[step - 1]));
    }

    /// <summary>Results may have changed since: all are asked for again. Decisions stay.</summary>
    public void Forget()
    {
        foreach (var rung in _rungs) rung.Clear();
        for (var step = 0; step < _isTrained.Length; step++)
            if (_isTrained[step])
                _outstanding.Add(step);
    }

    private protected override void LookAgain()
    {
    }

    private protected override void Tell(Span<Outcome> outcomes, int horizon, Func<int, double?> results)
    {
        for (var configuration = 0; configuration < outcomes.Length; configuration++)
        {
            for (var rung = Last; rung >= 0; rung--)
            {
                var step = configuration * _epochs.Count + rung;
                if (!_isTrained[step] || _outstanding.Contains(step)) continue;
                outcomes[configuration] = double.IsNaN(_values[step]) && rung == 0 ? new(OutcomeKind.Failed)
                    : rung == Last ? new(OutcomeKind.Complete, _values[step])
                    : new(OutcomeKind.Partial, _values[step], _epochs[rung]);
                break;
            }
        }
    }

    /// <summary>Takes in what has arrived.</summary>
    private void Look(Func<int, double?> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        List<int>? arrived = null;
        foreach (var step in _outstanding)
            if (_decided[step] == Terms.Seeds && FinalMeanOf(step * Terms.Seeds, results) is { } value)
                (_values[step], arrived) = (value, [.. arrived ?? [], step]);
        foreach (var step in arrived ?? [])
        {
            _outstanding.Remove(step);
            var (configuration, rung) = Math.DivRem(step, _epochs.Count);
            _rungs[rung].Add(new(configuration, _values[step]), isPromoted: rung < Last && _isTrained[step + 1]);
        }
    }

    private Move? Next()
    {
        // Decided before a crash, but not recorded whole.
        if (_unfinished.Count > 0) return new(MoveKind.Unfinished, _unfinished.Min);
        for (var rung = Last - 1; rung >= 0; rung--)
        {
            if (_rungs[rung].Best is { } best && _rungs[rung].RankOf(best) < _rungs[rung].Count / _eta)
                return new(MoveKind.Promotion, best.Configuration * _epochs.Count + rung + 1);
        }

        if (_begun < Configurations) return new(MoveKind.Begin, _begun * _epochs.Count);
        if (_outstanding.Count > 0 || _open == 0) return null;
        if (_rungs[Last].Best is null)
        {
            for (var rung = Last - 1; rung >= 0; rung--)
                if (_rungs[rung].Best is { } best)
                    return new(MoveKind.LastOne, best.Configuration * _epochs.Count + rung + 1);
        }

        return new(MoveKind.End, Step: -1);
    }

    private string Basis(Move move, int below)
    {
        var (configuration, arrived) = (move.Step / _epochs.Count, _rungs[below]);
        var place = arrived.RankOf(new(configuration, _values[move.Step - 1])) + 1;
        var among = Text($"{Ordinal(place)} of {arrived.Count} that had arrived at rung {below + 1} ({InEpochs(_epochs[below])})");
        return move.Kind is MoveKind.LastOne ? $"goes on as {among}: nothing else was left to train" : $"promoted {among}";
    }

    private static InvalidOperationException NotItsTurn(int trial) => new(Text($"Trial {trial} is not to be decided now."));

    private Choice.Skipped NeverPromoted(int step)
    {
        var reached = step % _epochs.Count;
        while (reached > 0 && !_isTrained[step - step % _epochs.Count + reached - 1]) reached--;
        return new(reached == 0 ? "its configuration was not trained" : Text($"was not among the best of rung {reached}"));
    }

    private int StepOf(int trial)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trial);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(trial, Count);
        return trial / Terms.Seeds;
    }

    private enum MoveKind
    {
        Unfinished,
        Promotion,
        Begin,
        LastOne,
        End,
    }

    private readonly record struct Move(MoveKind Kind, int Step);
}
