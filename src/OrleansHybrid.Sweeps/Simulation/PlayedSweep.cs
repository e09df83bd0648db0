using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Search;
using OrleansHybrid.Sweeps.Search.Halving;
using OrleansHybrid.Sweeps.Search.Plans;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Text;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Simulation;

/// <summary>
/// A sweep file's search on the results of another sweep: the choices are those that a cluster would make, by the same code. The value
/// at a rung below the end is that of a training of so many epochs where the results have one; else the metric of the whole training
/// after that epoch, which is what <c>fidelity: epochs</c> measures: the results of whole trainings do not tell what a complete
/// shorter one would have reached.
/// </summary>
public sealed class PlayedSweep : PlayedSearch
{
    private static readonly string Epochs = RecipeSchema.Of(nameof(Recipe.Epochs)).Key;

    private readonly string _file;
    private readonly SweepDefinition _sweep;
    private readonly RecordedResults _results;
    private readonly Setting[] _columns;
    private readonly int[] _places;
    private readonly Dictionary<string, List<RecordedTrial>> _byConfiguration = [];
    private readonly List<RecordedTrial> _whole = [];
    private int _shorter, _cut;

    /// <param name="file">The name of the sweep file, for messages.</param>
    /// <param name="sweep">The sweep; the choices are kept in it.</param>
    /// <exception cref="UnusableResultsException">The sweep's trials cannot all have results there.</exception>
    public PlayedSweep(string file, SweepDefinition sweep, RecordedResults results)
    {
        (_file, _sweep, _results) = (file, sweep.Anew(), results);
        _places = [.. results.Keys.Index().Where(key => key.Item != Epochs).Select(key => key.Index)];
        _columns = [.. _places.Select(place => RecipeSchema.Get(results.Keys[place]))];
        RequireColumns();
        // A trial that was pruned before it began, or that is not chosen yet, has no settings of its own.
        foreach (var trial in results.Trials.Where(trial => trial.State is not TrialState.Pruned).OrderBy(trial => !trial.State.IsFinal()))
        {
            var key = KeyOf(trial);
            if (!_byConfiguration.TryGetValue(key, out var equal)) _byConfiguration.Add(key, equal = []);
            var twin = equal.Find(other => other.Epochs == trial.Epochs);
            if (twin is not null && !trial.State.IsFinal()) continue;
            if (twin is not null)
                throw new UnusableResultsException($"{results.File}:{trial.Row.Line}: trial {trial.Number} has the settings of trial "
                    + $"{twin.Number} in line {twin.Row.Line}; remove one of the rows");
            equal.Add(trial);
            if (IsWhole(trial) && trial.State.IsFinal()) _whole.Add(trial);
        }

        if (_whole.Count == 0 && !sweep.Axes.Any(axis => axis.Key == Epochs))
            throw new UnusableResultsException($"{file}: trains {sweep.Recipe.Epochs} epochs, and {results.File} has trainings of "
                + $"{string.Join(", ", results.Trials.Select(trial => trial.Epochs).OfType<int>().Distinct().Order())}: give the file the "
                + "epochs of the results, for example with --set epochs=…");
        RequireFinite();
    }

    public override string Name => _sweep.Name;

    public override string Expansion => _sweep.Expansion;

    public override ObjectiveMetric Metric => _sweep.Metric;

    public override string Unit => "epochs";

    public override int Trials => _sweep.TrialCount;

    public override int Seeds => _sweep.Seeds.Count;

    public override int? Lag => _sweep.Chosen is { IsReproducible: true } chosen ? chosen.Lag : null;

    public override bool IsAsynchronous => _sweep.Chosen is { IsAsynchronous: true };

    public override IReadOnlyList<double> WholeValues =>
    [
        .. _whole.GroupBy(trial => (string.Join('\n', _places.Select(place => TextOf(trial, place))), LengthOf(trial)))
            .Select(seeds => seeds.Average(trial => _results.ValueOf(trial, Metric.Name)))
            .Where(double.IsFinite),
    ];

    public override double WholeCost => SweepsEpochs
        ? _whole.Sum(trial => (double)LengthOf(trial))
        : (double)_byConfiguration.Values.Count(rows => rows.Exists(trial => trial.State.IsFinal())) * _sweep.Recipe.Epochs;

    public override string? RungMeaning => _sweep.Chosen is not { Rungs.Count: > 1 } ? null
        : _cut == 0 ? "rungs are shorter trainings that the results have"
        : (_shorter == 0 ? "" : FormattableString.Invariant($"{_shorter} trials at rungs are trainings that the results have; else "))
            + "a rung below the end is the whole training's metric after that epoch, as with 'fidelity: epochs'; what a complete, "
            + "shorter training would have reached is not in the results";

    public override IReadOnlyList<TrialSpan> Needs(int trial) => _sweep.Chosen?.Needs(trial) ?? [];

    public override IReadOnlyList<int> Turn(Func<int, double?> results) => _sweep.Chosen?.Turn(results) ?? [];

    public override PlayedTrial Choose(int trial, Func<int, double?> results)
    {
        TrialDraw? draw = null;
        if (_sweep.Chosen is { } chosen)
        {
            draw = chosen.Choose(trial, results);
            chosen.Keep(trial, draw);
            if (!draw.IsTrained) return new() { ChosenBy = draw.Basis };
        }

        var recipe = _sweep.RecipeOf(trial);
        var rung = _sweep.Chosen?.PlaceOf(trial).Epochs;
        var epochs = rung ?? recipe.Epochs;
        var whole = rung is null ? recipe.Epochs : _sweep.Recipe.Epochs;
        var (value, trained) = Lookup(trial, recipe, epochs, whole);
        return new()
        {
            Configuration = draw?.Configuration ?? (int)_sweep.ConfigurationOf(trial),
            Parameters = [.. _sweep.ParametersOf(trial).Where(parameter => rung is null || parameter.Key != Epochs)],
            Seed = recipe.Seed,
            Rung = rung,
            IsWhole = epochs == whole && _sweep.Chosen?.IsControl(trial) is not true,
            Cost = Math.Max(0, trained - Before(draw)),
            Value = value,
            ChosenBy = draw?.Basis,
        };
    }

    public override IReadOnlyList<RungRow>? RungsAfter(Func<int, double?> results) =>
        _sweep.Chosen is { Rungs.Count: > 0 } chosen ? RungTable.Of(chosen, results) : null;

    /// <summary>The epochs that a promoted training has behind it: none if every rung is a training of its own.</summary>
    private int Before(TrialDraw? draw) =>
        draw?.After is { } after && _sweep.Chosen is { Fidelity: Fidelity.Epochs } chosen ? chosen.PlaceOf(after).Epochs ?? 0 : 0;

    private (double Value, int Trained) Lookup(int trial, Recipe recipe, int epochs, int whole)
    {
        if (!_byConfiguration.TryGetValue(KeyOf(recipe), out var equal)) throw Missing(trial, recipe);
        var found = equal.Find(row => row.Epochs == epochs) ?? equal.Find(row => row.Epochs == whole)
            ?? equal.Find(row => row.Epochs is null)
            ?? throw new UnusableResultsException($"{Named(trial)} needs a training of {epochs} or {whole} epochs with "
                + $"{Words(recipe)}; {_results.File}:{equal[0].Row.Line} has one of {equal[0].Epochs}");
        if (!found.State.IsFinal())
            throw new UnusableResultsException($"{_results.File}:{found.Row.Line}: {Named(trial)} needs the result of trial "
                + $"{found.Number}, which is {found.State.Spelled()}: finish that sweep first, and write its results with 'hybrid report'");
        var isItself = epochs == whole || found.Epochs == epochs;
        var metric = (_sweep.Chosen?.RungMetricOf(trial) ?? Metric).Name;
        if (epochs < whole && isItself) _shorter++;
        else if (epochs < whole) _cut++;
        return (
            isItself ? _results.ValueOf(found, metric) : _results.ValueAt(found, metric, epochs),
            found.State is TrialState.Completed ? epochs : Math.Min(epochs, found.Trained));
    }

    /// <summary>True if the file sweeps the length of trainings, each of which is then whole.</summary>
    private bool SweepsEpochs => _sweep.Chosen is null && _sweep.Axes.Any(axis => axis.Key == Epochs);

    private bool IsWhole(RecordedTrial trial) => SweepsEpochs || LengthOf(trial) == _sweep.Recipe.Epochs;

    private int LengthOf(RecordedTrial trial) => trial.Epochs ?? _sweep.Recipe.Epochs;

    private string KeyOf(RecordedTrial trial) =>
        string.Join('\n', _places.Select(place => TextOf(trial, place))) + FormattableString.Invariant($"\n{trial.Seed}");

    private string KeyOf(Recipe recipe) =>
        string.Join('\n', _columns.Select(setting => setting.Read(recipe))) + FormattableString.Invariant($"\n{recipe.Seed}");

    /// <summary>An inactive setting has the file's fixed value: it takes no part in the training.</summary>
    private string TextOf(RecordedTrial trial, int place) =>
        trial.Texts[place] ?? RecipeSchema.Get(_results.Keys[place]).Read(_sweep.Recipe);

    private void RequireColumns()
    {
        foreach (var key in _sweep.Axes.Select(axis => axis.Key).Except(_results.Keys).Where(key => key != Epochs))
            throw new UnusableResultsException($"{_file}: parameters.{key}: differs between the trials of the search, and {_results.File} "
                + $"has no column '{key}'; it has {string.Join(", ", _results.Keys)}. Fix it under 'recipe' as it was in the sweep of "
                + "the results.");
    }

    private void RequireFinite()
    {
        if (_sweep.Chosen?.Search.Space.Settings.FirstOrDefault(setting => setting.Distribution.Count is null) is not { } endless) return;
        throw new UnusableResultsException($"{_file}: parameters.{endless.Keys[0]}: is drawn from a range, and no results have all its "
            + $"values. {Remedy(endless.Keys[0])}");
    }

    private UnusableResultsException Missing(int trial, Recipe recipe)
    {
        var rows = _results.Trials;
        var unknown = _columns.Index().FirstOrDefault(
            column => rows.All(row => TextOf(row, _places[column.Index]) != column.Item.Read(recipe))).Item;
        if (unknown is not null)
            return new($"{_file}: parameters.{unknown.Key}: {Named(trial)} has {unknown.Key}={unknown.Read(recipe)}, which no row of "
                + $"{_results.File} has. {Remedy(unknown.Key)}");
        if (rows.All(row => row.Seed != recipe.Seed))
            return new($"{_file}: repeats.seeds: {Named(trial)} has the seed {recipe.Seed}, which no row of {_results.File} has. List the "
                + $"seeds that the results have: {string.Join(", ", rows.Select(row => row.Seed).Distinct().Order())}");
        return new($"{_file}: {Named(trial)} has {Words(recipe)}, and no row of {_results.File} has all of these at once. List 'values' "
            + "that the results have in every combination, or forbid the others under 'constraints'.");
    }

    private string Remedy(string key)
    {
        var place = _results.Keys.Index().First(own => own.Item == key).Index;
        var values = _results.Trials.Select(row => row.Texts[place]).OfType<string>().Distinct().ToList();
        return $"List the values that the results have: {key}: {{values: [{string.Join(", ", values)}]}}";
    }

    private string Words(Recipe recipe) => string.Join(
        ", ", [.. _columns.Select(setting => $"{setting.Key}={setting.Read(recipe)}"), $"seed={recipe.Seed}"]);

    private static string Named(int trial) => $"trial {new TrialId("", trial).Number} of the search";
}
