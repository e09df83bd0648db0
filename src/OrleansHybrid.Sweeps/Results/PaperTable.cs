using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Text;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Results;

/// <summary>
/// A sweep in the layout of the paper's tables, with the published accuracy beside ours: a row for each method (with its tuning,
/// if that is swept), a column for each data set and imbalance; for iNaturalist 2018 the columns are many, medium, few and all.
/// </summary>
/// <param name="Rows">The rows in the order of the grid; of more than <see cref="MostRows"/>, the rows with the best cells.</param>
/// <param name="LeftOut">Number of rows that are left out.</param>
/// <param name="Notes">The texts of the cells' notes, note 1 first.</param>
public sealed record PaperTable(IReadOnlyList<PaperColumn> Columns, IReadOnlyList<PaperRow> Rows, int LeftOut, IReadOnlyList<string> Notes)
{
    public const int MostRows = 24;

    /// <param name="outcomes">The sweep's trials.</param>
    public static PaperTable Of(IReadOnlyList<TrialOutcome> outcomes)
    {
        var completed = outcomes.Where(outcome => outcome.Row is { State: TrialState.Completed, Result: not null })
            .OrderBy(outcome => outcome.Spec.Id.Index).ToList();
        PaperColumn[] columns = [.. completed.Select(outcome => outcome.Spec).DistinctBy(Task).SelectMany(PaperColumn.Of)];
        var rows = completed
            .GroupBy(outcome => (Text(outcome.Spec, SettingRole.Method), Tuning(outcome.Spec)), (_, row) => Measured.Of([.. row], columns))
            .ToList();
        double?[] best = [.. columns.Select((_, column) => rows.Max(row => row.Ours[column]?.Mean))];
        var shown = rows.Index()
            .OrderByDescending(row => row.Item.Score(best))
            .Take(MostRows)
            .OrderBy(row => row.Index)
            .Select(row => row.Item)
            .ToList();
        var significance = MethodComparison.Of(completed, FinalMetrics.Top1, Goal.Maximize).SelectMany(Baselines.Marks).ToDictionary();
        var notes = new List<string>();
        PaperRow[] table = [.. shown.Select(row => new PaperRow(
            MethodNames.Of(row.Specs.First(spec => spec is not null)!),
            Tuning(row.Specs.First(spec => spec is not null)!),
            [
                .. columns.Select((column, place) =>
                    PaperCell.Of(column, row.Specs[place], row.Ours[place], best[place], notes, significance)),
            ]))];
        return new(columns, table, rows.Count - shown.Count, notes);
    }

    internal static Setting Imbalance { get; } = RecipeSchema.Of(nameof(Recipe.Imbalance));

    internal static string Task(TrialSpec spec) =>
        $"{spec.Recipe.Dataset.Spelled()} {(Imbalance.Counts(spec.Recipe) ? spec.Recipe.Imbalance : 1)} {Text(spec, SettingRole.Task)}";

    internal static string Text(TrialSpec spec, SettingRole role) => string.Join(", ", spec.Parameters
        .Where(parameter => RecipeSchema.Get(parameter.Key).Role == role && parameter.IsGiven)
        .Select(parameter => $"{parameter.Key} {parameter.Value}"));

    private static string Tuning(TrialSpec spec) => Text(spec, SettingRole.Tuning);

    /// <param name="Specs">One of the trials in each column; null for an empty cell.</param>
    private sealed record Measured(TrialSpec?[] Specs, Estimate?[] Ours)
    {
        public static Measured Of(IReadOnlyList<TrialOutcome> row, PaperColumn[] columns)
        {
            var tasks = row.ToLookup(outcome => Task(outcome.Spec));
            return new(
                [.. columns.Select(column => tasks[column.Task].FirstOrDefault()?.Spec)],
                [.. columns.Select(column => Estimate.Of([.. tasks[column.Task].Select(column.Of).OfType<double>()]))]);
        }

        /// <summary>Mean distance to the best row: 0 for a row that is the best everywhere.</summary>
        public double Score(double?[] best) => Ours.Select((ours, column) => (ours?.Mean ?? 0) - (best[column] ?? 0)).Average();
    }
}

/// <param name="Task">The name of the task; columns of one task differ in the classes that they count.</param>
/// <param name="Dataset">The upper heading.</param>
/// <param name="Label">The lower heading.</param>
/// <param name="Metric">The name of a final metric.</param>
public sealed record PaperColumn(string Task, string Dataset, string Label, string Metric)
{
    /// <summary>The headings name these.</summary>
    private static readonly Setting[] Named = [RecipeSchema.Of(nameof(Recipe.Dataset)), PaperTable.Imbalance];

    internal double? Of(TrialOutcome outcome) => FinalMetrics.ByName[Metric].Of(outcome.Row.Result!);

    internal static IEnumerable<PaperColumn> Of(TrialSpec spec)
    {
        var (task, dataset) = (PaperTable.Task(spec), spec.Recipe.Dataset.Spelled());
        var others = spec.Parameters.Where(parameter =>
            RecipeSchema.Get(parameter.Key) is { Role: SettingRole.Task } setting && !Named.Contains(setting));
        var more = string.Concat(others.Select(parameter => $", {parameter.Key} {parameter.Value}"));
        if (spec.Recipe.Dataset is not DatasetName.Inaturalist2018)
            return [new(task, dataset, $"β {PaperTable.Imbalance.Read(spec.Recipe)}{more}", FinalMetrics.Top1.Name)];
        return from column in ((string Label, string Metric)[])[
            ("many", "many"), ("medium", "medium"), ("few", "few"), ("all", FinalMetrics.Top1.Name)]
               select new PaperColumn(task, dataset, column.Label + more, column.Metric);
    }
}

/// <param name="Method">The name of the method.</param>
/// <param name="Tuning">The swept settings that tune it; empty if none are.</param>
/// <param name="Cells">The cells, one for each column.</param>
public sealed record PaperRow(string Method, string Tuning, IReadOnlyList<PaperCell> Cells);

/// <param name="Ours">Our accuracy over the seeds, as a fraction; null if none is completed.</param>
/// <param name="Published">Published top-1 (%); null if there is none for this method and task.</param>
/// <param name="Notes">Numbers of the cell's notes.</param>
/// <param name="HolmP">
/// The corrected P of the test against the best classifier without a contrastive branch; null if there is no such test.
/// </param>
/// <param name="IsBest">True if no mean of ours in its column is higher.</param>
public sealed record PaperCell(Estimate? Ours, double? Published, IReadOnlyList<int> Notes, double? HolmP, bool IsBest)
{
    /// <summary>Stars: p below 0.05, 0.01 and 0.001.</summary>
    public string Mark => HolmP switch { < 0.001 => "***", < 0.01 => "**", < 0.05 => "*", _ => "" };

    internal static PaperCell Of(
        PaperColumn column, TrialSpec? spec, Estimate? ours, double? best, List<string> notes,
        IReadOnlyDictionary<string, double> significance)
    {
        if (spec is null || column.Metric != FinalMetrics.Top1.Name)
            return new(ours, null, [], null, ours is not null && ours.Mean == best);
        var published = PublishedMethods.All.FirstOrDefault(method => method.FigureFor(spec.Recipe) is not null);
        return new(
            ours,
            published?.FigureFor(spec.Recipe),
            published is null ? [] : [Number(Note(published, spec.Recipe), notes)],
            significance.TryGetValue(Baselines.Key(spec.Parameters), out var p) ? p : null,
            ours is not null && ours.Mean == best);
    }

    private static string Note(PublishedMethod published, Recipe recipe)
    {
        var departures = string.Join(", ", published.Departures(recipe));
        var difference = !published.IsRecipeKnown
            ? "; how it was trained is not known"
            : departures.Length > 0
            ? $"; ours differs: {departures}"
            : "";
        return $"Published by {published.Source}{difference}.";
    }

    private static int Number(string note, List<string> notes)
    {
        if (!notes.Contains(note)) notes.Add(note);
        return notes.IndexOf(note) + 1;
    }
}
