using System.Globalization;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Text;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cli.Report;

/// <summary>
/// The data of the report page: only what it shows, so that it opens quickly for thousands of trials. Undefined values are null.
/// </summary>
internal static class ReportData
{
    private const int MostStandings = 200, MostCurves = 24, MostComparisons = 40, MostCategories = 12;

    /// <param name="made">The time of the outcomes.</param>
    /// <param name="best">The best trial's model; null if it is not available.</param>
    /// <returns>JSON.</returns>
    public static string Write(SweepDefinition sweep, IReadOnlyList<TrialOutcome> outcomes, DateTimeOffset made, BestModel? best)
    {
        var leaderboard = Leaderboard.Of(sweep, outcomes.Select(outcome => outcome.Row));
        var comparisons = MethodComparison.Of(outcomes, FinalMetrics.ByName[sweep.Metric.Name], sweep.Metric.Goal);
        return ProtocolJson.Write(new
        {
            sweep.Id,
            sweep.Name,
            sweep.Description,
            sweep.Metric,
            FinalMetrics.ByName[sweep.Metric.Name].IsAccuracy,
            IsOfValidation = FinalMetrics.Of(sweep.Metric).Images is MetricImages.Validation ? true : (bool?)null,
            Seeds = sweep.Seeds.Count,
            Made = made,
            Axes = Axes(sweep, outcomes),
            Trials = outcomes.OrderBy(outcome => outcome.Spec.Id.Index).Select(outcome => Trial(sweep.Metric, outcome)),
            Configurations = leaderboard.Standings.Count,
            Leaderboard = leaderboard.Standings.Take(MostStandings),
            Curves = Curves(leaderboard, outcomes),
            Effects = SettingEffects.Of(sweep, SearchReport.Compared(sweep, outcomes, out _)),
            Search = Search(sweep, outcomes),
            Comparisons = comparisons.Take(MostComparisons),
            ComparisonsLeftOut = Math.Max(0, comparisons.Count - MostComparisons),
            Table = PaperTable.Of(outcomes),
            Timeline = Timeline(SlotTimeline.Of(outcomes, made)),
            Costs = AttemptCosts.Of(outcomes),
            Best = best,
        });
    }

    private static object? Search(SweepDefinition sweep, IReadOnlyList<TrialOutcome> outcomes) =>
        SearchReport.Of(sweep, outcomes) is not { } report ? null : new
        {
            // Trials, slot hours, the best; only where it changes, and at the end.
            History = report.History
                .Where((point, place) => place == 0 || place == report.History.Count - 1 || report.History[place - 1].Best != point.Best)
                .Select(point => new[] { point.Trials, Rounded(point.Cost), point.Best }),
            report.Rungs,
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
        return from standing in leaderboard.Standings.Where(standing => standing.Objective is not null).Take(MostCurves)
               let histories = standing.Trials.Select(index => byIndex[index].History).ToList()
               select new
               {
                   standing.Parameters,
                   Top1 = Points(LearningCurve.Of(histories, epoch => epoch.Accuracy?.Top1)),
                   ValTop1 = Points(LearningCurve.Of(histories, epoch => epoch.Validation?.Top1)) is { Length: > 0 } curve ? curve : null,
                   TrainLoss = Points(LearningCurve.Of(histories, epoch => epoch.TrainLoss)),
               };
    }

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
