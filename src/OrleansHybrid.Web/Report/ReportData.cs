using System.Globalization;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Text;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Web.Report;

/// <summary>
/// The data of the report page: only what it shows, so that it opens quickly for thousands of trials. Undefined values are null.
/// </summary>
public static class ReportData
{
    private const int MostStandings = 200, MostCurves = 24, MostComparisons = 40, MostCategories = 12;

    /// <summary>The parts that need the attempts of the trials.</summary>
    public static IReadOnlySet<string> OfAttempts { get; } = new HashSet<string> { "search", "timeline", "costs" };

    /// <summary>True if a part changes with every checkpoint of a running trial.</summary>
    public static bool ChangesWhileTraining(string part) => part is "curves" || OfAttempts.Contains(part);

    /// <summary>The names of all parts.</summary>
    public static IReadOnlyList<string> Parts { get; } =
    [
        "trials", "leaderboard", "curves", "effects", "search", "comparisons", "table", "timeline", "costs",
    ];

    /// <param name="made">The time of the outcomes.</param>
    /// <param name="best">The best trial's model; null if it is not available.</param>
    /// <returns>JSON.</returns>
    public static string Write(SweepDefinition sweep, IReadOnlyList<TrialOutcome> outcomes, DateTimeOffset made, BestModel? best) =>
        ProtocolJson.Write(Of(sweep, outcomes, made, Parts, best));

    /// <summary>Some parts of the data, after a head that every section needs.</summary>
    /// <param name="made">The time of the outcomes.</param>
    /// <param name="parts">The names of the parts.</param>
    public static IReadOnlyDictionary<string, object?> Of(
        SweepDefinition sweep,
        IReadOnlyList<TrialOutcome> outcomes,
        DateTimeOffset made,
        IReadOnlyList<string> parts,
        BestModel? best = null)
    {
        ArgumentNullException.ThrowIfNull(sweep);
        ArgumentNullException.ThrowIfNull(parts);
        var data = new OrderedDictionary<string, object?>
        {
            ["id"] = sweep.Id,
            ["name"] = sweep.Name,
            ["description"] = sweep.Description,
            ["metric"] = sweep.Metric,
            ["is_accuracy"] = FinalMetrics.ByName[sweep.Metric.Name].IsAccuracy,
            ["is_of_validation"] = FinalMetrics.Of(sweep.Metric).Images is MetricImages.Validation ? true : null,
            ["seeds"] = sweep.Seeds.Count,
            ["made"] = made,
            ["axes"] = Axes(sweep, outcomes),
            ["best"] = best,
        };
        var leaderboard = new Lazy<Leaderboard>(() => Leaderboard.Of(sweep, outcomes.Select(outcome => outcome.Row)));
        foreach (var part in parts) Add(part);
        foreach (var (key, value) in data.ToList())
            if (value is null) data.Remove(key);
        return data;

        void Add(string part)
        {
            switch (part)
            {
                case "trials":
                    data[part] = outcomes.OrderBy(outcome => outcome.Spec.Id.Index).Select(outcome => Trial(sweep.Metric, outcome));
                    break;
                case "leaderboard":
                    data["configurations"] = leaderboard.Value.Standings.Count;
                    data[part] = leaderboard.Value.Standings.Take(MostStandings);
                    break;
                case "curves":
                    data[part] = Curves(leaderboard.Value, outcomes);
                    break;
                case "effects":
                    data[part] = SettingEffects.Of(sweep, SearchReport.Compared(sweep, outcomes, out _));
                    break;
                case "search":
                    data[part] = Search(sweep, outcomes);
                    break;
                case "comparisons":
                    var comparisons = MethodComparison.Of(outcomes, FinalMetrics.ByName[sweep.Metric.Name], sweep.Metric.Goal);
                    data[part] = comparisons.Take(MostComparisons);
                    data["comparisons_left_out"] = Math.Max(0, comparisons.Count - MostComparisons);
                    break;
                case "table":
                    data[part] = PaperTable.Of(outcomes);
                    break;
                case "timeline":
                    data[part] = Timeline(SlotTimeline.Of(outcomes, made));
                    break;
                case "costs":
                    data[part] = AttemptCosts.Of(outcomes);
                    break;
                default:
                    throw new ArgumentException($"There is no part {part}; there are {string.Join(", ", Parts)}.", nameof(parts));
            }
        }
    }

    /// <summary>The trials whose epochs the curves show: those of the leading configurations.</summary>
    public static IReadOnlySet<int> TrialsOfCurves(SweepDefinition sweep, IEnumerable<TrialRow> rows)
    {
        var begun = rows.Where(row => row.Attempts > 0 || row.ReusedFrom is not null).ToList();
        return Leaderboard.Of(sweep, begun).Standings.Take(MostCurves).SelectMany(standing => standing.Trials).ToHashSet();
    }

    private static object? Search(SweepDefinition sweep, IReadOnlyList<TrialOutcome> outcomes) =>
        SearchReport.Of(sweep, outcomes) is not { } report ? null : new
        {
            // Trials, slot hours, the best; only where it changes, and at the end.
            History = report.History
                .Where((point, place) => place == 0 || place == report.History.Count - 1 || report.History[place - 1].Best != point.Best)
                .Select(point => new[] { point.Trials, Rounded(point.Cost), point.Best }),
            report.Rungs,
            report.Controls,
            report.Importance,
            report.ComparedEpochs,
            // The epochs of the rung of each trial, by index; none in a search without rungs.
            RungOf = sweep.Chosen is { Rungs.Count: > 0 } ? Enumerable.Range(0, sweep.TrialCount).Select(sweep.RungOf) : null,
        };

    /// <summary>Treats few values as categories in the order of the file, and many numbers as a scale.</summary>
    private static IEnumerable<object> Axes(SweepDefinition sweep, IReadOnlyList<TrialOutcome> outcomes) =>
        from axis in sweep.Axes.Index()
        let order = axis.Item.Values.ToList()
        let values = outcomes.Select(outcome => outcome.Spec.Parameters[axis.Index]).Distinct().ToList()
        let isScale = values.Count > MostCategories
            && values.TrueForAll(value => !value.IsGiven || double.TryParse(value.Value, CultureInfo.InvariantCulture, out _))
        let categories = values.OrderBy(value => !value.IsGiven).ThenBy(value => order.IndexOf(value.Value)).Select(value => value.Value)
        select new { axis.Item.Key, IsScale = isScale, Values = isScale ? [] : categories };

    // A trial is a row, since its keys would be most of the page: see trialOf in page.js.
    private static object?[] Trial(ObjectiveMetric objective, TrialOutcome outcome)
    {
        var (spec, row, _, _) = outcome;
        return
        [
            spec.Id.Index, spec.Parameters
                .Select(parameter => parameter.Value), spec.Recipe.Seed, row.State
                .Spelled(), objective
                .Of(row.Result),
            row.Attempts, row.Preemptions, row.Result?.ImagesPerSecond, row.Result?.WeightsSha256, row.Failure?.Message,
        ];
    }

    private static IEnumerable<object> Curves(Leaderboard leaderboard, IReadOnlyList<TrialOutcome> outcomes)
    {
        var byIndex = outcomes.ToDictionary(outcome => outcome.Row.Index);
        return from standing in leaderboard.Standings
                   .Where(standing => standing.Trials.Any(trial => byIndex[trial].History.Count > 0))
                   .Take(MostCurves)
               let histories = standing.Trials.Select(index => byIndex[index].History).ToList()
               select new
               {
                   standing.Parameters,
                   standing.Trials,
                   Top1 = Curve(histories, epoch => epoch.Accuracy?.Top1),
                   Many = Curve(histories, epoch => epoch.Accuracy?.Many),
                   Medium = Curve(histories, epoch => epoch.Accuracy?.Medium),
                   Few = Curve(histories, epoch => epoch.Accuracy?.Few),
                   ValTop1 = Curve(histories, epoch => epoch.Validation?.Top1) is { Length: > 0 } curve ? curve : null,
                   TrainLoss = Curve(histories, epoch => epoch.TrainLoss),
                   Alpha = Curve(histories, epoch => epoch.Alpha),
               };
    }

    private static double?[][] Curve(IReadOnlyList<IReadOnlyList<EpochMetrics>> histories, Func<EpochMetrics, double?> metric) =>
        Points(LearningCurve.Of(histories, metric));

    // Epoch, mean, standard deviation.
    private static double?[][] Points(IEnumerable<CurvePoint> points) =>
        [
            .. points.Select(point =>
                new double?[] { point.Epoch, Rounded(point.Value.Mean), point.Value.Std is { } std ? Rounded(std) : null }),
        ];

    private static object Timeline(SlotTimeline timeline) => new
    {
        timeline.Slots,
        timeline.LeftOut,
        // Line, trial, attempt, begin in ms since 1970, seconds, end, seconds lost.
        Bars = timeline.Bars.Select(bar => new object[]
        {
            bar.Line, bar.Trial, bar.Attempt.Attempt, bar.Attempt.Began.ToUnixTimeMilliseconds(), bar.Attempt.Seconds,
            bar.Attempt.End.Spelled(), bar.Attempt.LostSeconds,
        }),
    };

    private static double Rounded(double number) =>
        double.Parse(number.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
