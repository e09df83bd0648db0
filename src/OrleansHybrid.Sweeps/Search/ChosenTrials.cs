using System.Globalization;
using OrleansHybrid.Sweeps.Search.Halving;
using OrleansHybrid.Sweeps.Search.Plans;
using OrleansHybrid.Sweeps.Search.Sampling;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Search;

/// <summary>
/// Trials that a search chooses by the results of others. Their number and the results that each choice needs are known from the
/// start; a choice is a function of these results, and once it is made it is kept. In a search that is not reproducible a choice is a
/// function of all results that are there. One writer; choices may be read from any thread.
/// </summary>
public sealed class ChosenTrials : TrialSpace
{
    private readonly ChoosingSearch _search;
    private readonly SearchPlan _plan;
    private readonly TrialDraw?[] _draws;
    private int _recalled;

    internal ChosenTrials(ChoosingSearch search)
    {
        (_search, _plan) = (search, search.NewPlan());
        _draws = new TrialDraw?[_plan.Count];
        Rungs = search.Terms.Rungs?.Epochs ?? [];
        Keys = HasEpochsAxis ? [.. search.Space.Keys, EpochsKey] : search.Space.Keys;
    }

    /// <summary>The epochs of the rungs, ascending; empty in a search without rungs.</summary>
    public IReadOnlyList<int> Rungs { get; }

    /// <summary>What a training to a rung is; null in a search without rungs.</summary>
    public Fidelity? Fidelity => _search.Terms.Rungs?.Fidelity;

    /// <summary>The keys of the settings that differ between trials.</summary>
    public IReadOnlyList<string> Keys { get; }

    /// <inheritdoc/>
    /// <remarks>Of a setting with a range: the values that were chosen so far.</remarks>
    public override IReadOnlyList<Axis> Axes => [.. Keys.Select(key => new Axis(key, SweptValues(key)))];

    public override IReadOnlyList<long> Seeds => _search.Seeds;

    public override int Count => _draws.Length;

    /// <summary>The number of trials that a search without results of its own would train to the end for as many configurations.</summary>
    public int Configurations => _plan.Configurations;

    /// <summary>The number of trials that look back less far than this many trials.</summary>
    public int Lag => _search.Terms.Lag;

    /// <summary>
    /// False if a choice sees every result that is final when it is made: then the same file may give other trials at another time.
    /// </summary>
    public bool IsReproducible => _search.Terms.IsReproducible;

    /// <summary>True if the search decides on configurations in the order in which their results arrive: see <see cref="Turn"/>.</summary>
    public bool IsAsynchronous => _plan is AsynchronousPlan;

    /// <summary>The number of trials as a product, in words.</summary>
    internal string Expansion => _search.Expansion(_plan);

    internal ChoosingSearch Search => _search;

    private static string EpochsKey => RecipeSchema.Of(nameof(Recipe.Epochs)).Key;

    private bool HasEpochsAxis => Rungs.Count > 1 && Fidelity is Halving.Fidelity.Schedule;

    /// <summary>The choice of a trial; null before it is made.</summary>
    public TrialDraw? DrawOf(int index) => Volatile.Read(ref _draws[index]);

    /// <summary>What is known of a trial before its choice.</summary>
    public TrialPlace PlaceOf(int index) => _plan.PlaceOf(index);

    /// <summary>
    /// True for a configuration that was pruned and is trained to the end as a control: it takes no part in choices and is never the
    /// best one.
    /// </summary>
    public bool IsControl(int index) => _plan.PlaceOf(index).IsControl;

    /// <summary>The epoch after which a trial pauses within its whole schedule; null if it trains to its end.</summary>
    public int? UntilEpoch(int index) =>
        Fidelity is Halving.Fidelity.Epochs && _plan.PlaceOf(index).Epochs is { } epochs && epochs < _search.Space.Recipe.Epochs
            ? epochs
            : null;

    /// <summary>The metric by which a trial at a rung is compared; null for the objective of the sweep.</summary>
    public ObjectiveMetric? RungMetricOf(int index) =>
        _search.Terms.Rungs is { Metric: { } metric } && _plan.PlaceOf(index).Epochs < _search.Space.Recipe.Epochs ? metric : null;

    /// <summary>The trials whose final results must be known before a trial can be chosen; empty once it is chosen.</summary>
    public IReadOnlyList<TrialSpan> Needs(int index) => DrawOf(index) is null ? _plan.Needs(index) : [];

    /// <summary>
    /// In an asynchronous search the trials that are chosen next, all at once; empty while results must be awaited, and once all are
    /// chosen.
    /// </summary>
    /// <param name="results">The final result of a trial, NaN of one that failed or was not trained; null while there is none.</param>
    public IReadOnlyList<int> Turn(Func<int, double?> results)
    {
        Recall();
        return (_plan as AsynchronousPlan)?.Turn(results) ?? [];
    }

    /// <summary>Chooses a trial. Nothing is kept before <see cref="Keep"/>: whoever asks records the choice first.</summary>
    /// <param name="results">The final result of a trial, NaN of one that failed or was not trained; null while there is none.</param>
    /// <exception cref="InvalidOperationException">In an asynchronous search: it is not the trial's turn.</exception>
    public TrialDraw Choose(int index, Func<int, double?> results)
    {
        if (DrawOf(index) is { } kept) return kept;
        var seed = _plan.PlaceOf(index).Seed;
        // The first seed's choice was recorded before the process ended, and this one's was not.
        if (IsAsynchronous && seed > 0 && DrawOf(index - seed) is { } first) return first with { After = first.After + seed };
        Recall();
        return _search.DrawOf(_plan.Choose(index, results));
    }

    /// <summary>Keeps a choice that is recorded. The first one is kept for ever.</summary>
    public void Keep(int index, TrialDraw? draw)
    {
        if (draw is not null && Interlocked.CompareExchange(ref _draws[index], draw, null) is null)
            _plan.Decided(index, draw.Configuration);
    }

    /// <summary>To be called when a trial that had a final result has none any more.</summary>
    public void Forget() => (_plan as AsynchronousPlan)?.Forget();

    /// <summary>Chooses and keeps the trials that need no result: for a look at a sweep that does not run.</summary>
    public void ChooseFirst()
    {
        for (var index = 0; index < Count; index++)
            if (Needs(index) is [] && (IsReproducible || !_search.Learns))
                Keep(index, Choose(index, _ => null));
    }

    /// <summary>The decision on each configuration of a search with rungs; null in one without.</summary>
    /// <param name="results">The final result of a trial; null while there is none.</param>
    public IReadOnlyList<Standing>? Decide(Func<int, double?> results) => (_plan as HalvingPlan)?.Decide(results);

    public override Recipe RecipeOf(int index) => _search.RecipeOf(_plan.PlaceOf(index), DrawOf(index));

    public override IReadOnlyList<ParameterValue> ParametersOf(int index, Recipe recipe)
    {
        var draw = DrawOf(index);
        return
        [
            .. _search.Space.Keys.Select((key, place) =>
                draw is null ? ParameterValue.Open(key)
                : draw.Texts?[place] is { } text ? new ParameterValue(key, text)
                : ParameterValue.Inactive(key)),
            .. HasEpochsAxis ? [new ParameterValue(EpochsKey, RecipeSchema.Get(EpochsKey).Read(recipe))] : Array.Empty<ParameterValue>(),
        ];
    }

    public override IReadOnlyList<string> ValuesOf(string key) =>
        key == RecipeSchema.Seed.Key ? [.. Seeds.Select(seed => seed.ToString(CultureInfo.InvariantCulture))]
        : Keys.Contains(key) ? SweptValues(key)
        : [RecipeSchema.Get(key).Read(_search.Space.Recipe)];

    public override long ConfigurationOf(int index)
    {
        var rungs = Math.Max(1, Rungs.Count);
        return DrawOf(index)?.Configuration is { } configuration
            ? (long)configuration * rungs + (_plan.PlaceOf(index).Rung ?? 0)
            : (long)Configurations * rungs + index;
    }

    /// <summary>These trials before any choice.</summary>
    internal ChosenTrials Anew() => new(_search);

    internal override TrialSpace And(TrialGrid more) =>
        throw new NotSupportedException("A search that chooses its trials cannot be extended by a grid.");

    private IReadOnlyList<string> SweptValues(string key)
    {
        if (key == EpochsKey && HasEpochsAxis) return [.. Rungs.Select(epochs => epochs.ToString(CultureInfo.InvariantCulture))];
        var setting = _search.Space.Settings.First(setting => setting.Keys.Contains(key));
        var place = setting.Keys.Index().First(own => own.Item == key).Index;
        if (setting.Rows is { } rows) return [.. rows.Select(row => row[place]).Distinct()];
        var column = _search.Space.Keys.Index().First(own => own.Item == key).Index;
        return
        [
            .. _draws.Select(draw => draw?.Texts?[column]).OfType<string>().Distinct()
                .OrderBy(text => double.Parse(text, CultureInfo.InvariantCulture)),
        ];
    }

    /// <summary>Tells the plan of the recorded choices, in the order of the configurations.</summary>
    private void Recall()
    {
        while (_recalled < Configurations && _draws[_plan.FirstTrialOf(_recalled)] is { } draw)
        {
            if (_plan.Picked == _recalled) _plan.Recall(PickOf(draw));
            _recalled++;
        }
    }

    private static Pick PickOf(TrialDraw draw) => draw.Point is { } point
        ? new Pick.Found([.. point.Select(number => number ?? double.NaN)], draw.Basis)
        : new Pick.Missing(draw.Basis);
}
