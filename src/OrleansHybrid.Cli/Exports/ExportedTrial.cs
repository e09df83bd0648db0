using System.Globalization;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Text;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cli.Exports;

/// <summary>One trial as other programs are told of it.</summary>
/// <param name="made">The time of the export: what is unknown of a trial that was not trained here is dated so.</param>
internal sealed class ExportedTrial(SweepDefinition sweep, TrialOutcome outcome, DateTimeOffset made)
{
    public TrialOutcome Outcome => outcome;

    public TrialState State => outcome.Row.State;

    /// <summary>True if it was trained, at least in part, here or where its result was reused from.</summary>
    public bool HasBegun => outcome.Attempts.Count > 0 || outcome.History.Count > 0 || outcome.Row.Result is not null;

    /// <summary>The beginning of its first attempt; null before it.</summary>
    public DateTimeOffset? Began => !HasBegun ? null : outcome.Attempts is [var first, ..] ? first.Began : made;

    /// <summary>The end of its last attempt; null for a trial that may go on.</summary>
    public DateTimeOffset? Ended => State.IsFinal() ? LastSeen : null;

    /// <summary>The objective of its result; null without one.</summary>
    public double? Objective => sweep.Metric.Of(outcome.Row.Result);

    /// <summary>True if it trains to a rung below the last one, so that its result only decides which configuration goes on.</summary>
    public bool EndsAtLowerRung =>
        sweep.Chosen is { Rungs: [.., var last] } chosen && chosen.PlaceOf(outcome.Row.Index).Epochs < last;

    /// <summary>The same for the seeds of one configuration, and different for each rung.</summary>
    public string Group => sweep.ConfigurationOf(outcome.Row.Index).ToString("D4", CultureInfo.InvariantCulture);

    /// <summary>The swept settings that have a value in this trial.</summary>
    public IEnumerable<(string Key, object Value)> Settings =>
        from parameter in outcome.Spec.Parameters
        where parameter.IsGiven
        select (parameter.Key, Typed(parameter.Key, parameter.Value));

    /// <summary>What else is known of it, by the names of <c>results.json</c>: texts, whole numbers and numbers.</summary>
    public IEnumerable<(string Name, object Value)> Facts
    {
        get
        {
            var (row, chosen) = (outcome.Row, sweep.Chosen);
            var draw = chosen?.DrawOf(row.Index);
            IEnumerable<(string, object?)> facts =
            [
                ("state", State.Spelled()),
                ("seed", outcome.Spec.Recipe.Seed),
                ("attempts", row.Attempts),
                ("preemptions", row.Preemptions),
                ("content_hash", outcome.Spec.ContentHash),
                ("weights_sha256", row.Result?.WeightsSha256),
                ("data", row.Result?.Data?.Value),
                ("reused_from", row.ReusedFrom?.ToString()),
                ("configuration", draw?.Configuration),
                ("rung", chosen?.PlaceOf(row.Index).Rung + 1),
                ("chosen_by", draw?.Basis),
                ("failure", row.Failure is { } failure ? $"{failure.Kind.Spelled()}: {failure.Message}" : null),
                ("pending_reason", row.PendingReason?.Message),
            ];
            return from fact in facts where fact.Item2 is not null select (fact.Item1, fact.Item2);
        }
    }

    /// <summary>Its final metrics that have a value.</summary>
    public IEnumerable<(string Name, double Value)> FinalMetrics =>
        outcome.Row.Result is not { } result ? [] :
        from metric in Sweeps.Trials.FinalMetrics.ByName.Values
        let value = metric.Of(result)
        where value is not null
        select (metric.Name, value.Value);

    /// <summary>
    /// Its metrics by epoch, and at the last one also the final metrics that no epoch has. The end of an epoch is not recorded: the
    /// epochs fill the time from its beginning to its last sign of life, each in proportion to its seconds.
    /// </summary>
    public IEnumerable<EpochPoint> Epochs
    {
        get
        {
            var (history, began) = (outcome.History, Began ?? made);
            var seconds = history.Select(epoch => epoch.Seconds is > 0 and < double.PositiveInfinity ? epoch.Seconds : 0).ToList();
            var (total, passed, span) = (seconds.Sum(), 0.0, (LastSeen - began).TotalSeconds);
            for (var place = 0; place < history.Count; place++)
            {
                passed += seconds[place];
                var values = EpochSeries.Of(history[place]);
                if (place == history.Count - 1 && outcome.Row.Result?.Epochs == history[place].Epoch) values = AndFinal(values);
                yield return new(
                    history[place].Epoch,
                    began.AddSeconds(span * (total > 0 ? passed / total : (place + 1.0) / history.Count)),
                    [.. values]);
            }

            if (outcome.Row.Result is { } result && result.Epochs != (history is [.., var last] ? last.Epoch : 0))
                yield return new(result.Epochs, LastSeen, [.. AndFinal([])]);
        }
    }

    private DateTimeOffset LastSeen => outcome.Attempts is [.., var last] ? last.Ended : made;

    /// <summary>A number, a whole number or a switch as such; everything else as its canonical text.</summary>
    internal static object Typed(string key, string value) => RecipeSchema.Get(key).Kind switch
    {
        SettingKind.Number => double.Parse(value, CultureInfo.InvariantCulture),
        SettingKind.WholeNumber => long.Parse(value, CultureInfo.InvariantCulture),
        SettingKind.Switch => bool.Parse(value),
        _ => value,
    };

    private IEnumerable<(string Name, double Value)> AndFinal(IEnumerable<(string Name, double Value)> values)
    {
        var known = values.ToList();
        return [.. known, .. FinalMetrics.Where(metric => known.TrueForAll(value => value.Name != metric.Name))];
    }
}

/// <summary>The metrics of a trial after an epoch.</summary>
/// <param name="Epoch">Epochs completed, from 1.</param>
internal readonly record struct EpochPoint(int Epoch, DateTimeOffset Time, IReadOnlyList<(string Name, double Value)> Values);
