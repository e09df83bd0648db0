using System.Globalization;
using OrleansHybrid.Sweeps.Search;

namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>Builds the grid from the settings of a file, or reports that it would be too large or empty.</summary>
internal sealed class GridReading(Section top, Section parameters, Findings findings)
{
    private const string Remedy = "remove values, or split the sweep";

    /// <returns>Null where there are problems.</returns>
    public TrialGrid? Read(SettingsReading settings)
    {
        var rules = settings.Rules;
        var isWalked = rules.Conditions.Count > 0 || rules.Constraints.Count > 0;
        var digits = settings.Axes.GroupBy(axis => rules.Zips.FirstOrDefault(zip => zip.Contains(axis.Key)) ?? (object)axis)
            .Select(together => together.First()).ToList();
        var combinations = digits.Aggregate(1.0, (product, axis) => product * axis.Values.Count);
        var counts = digits.Select(axis => string.Create(CultureInfo.InvariantCulture, $"{axis.Values.Count} {axis.Key}"));
        if (isWalked && combinations > GridSearch.MostCombinations)
        {
            Report(string.Create(
                CultureInfo.InvariantCulture,
                $"the grid has {combinations:N0} combinations ({string.Join(" x ", counts)}) to look through, "
                    + $"more than {GridSearch.MostCombinations:N0}; {Remedy}"));
        }
        else if (!isWalked && combinations * settings.Seeds.Count > SweepDefinition.MostTrials)
        {
            ReportTrials(combinations * settings.Seeds.Count, $" ({string.Join(" x ", counts.Append($"{settings.Seeds.Count} seeds"))})");
        }

        if (findings.Problems.Count > 0) return null;
        var grid = new TrialGrid(new(settings.Axes, settings.Recipe, rules), settings.Seeds);
        if (grid.Search.Count == 0) ReportEmpty(grid.Search);
        else if ((long)grid.Search.Count * settings.Seeds.Count > SweepDefinition.MostTrials)
            ReportTrials((double)grid.Search.Count * settings.Seeds.Count, "");
        return findings.Problems.Count > 0 ? null : grid;
    }

    public void ReportNothingDrawn() =>
        parameters.Report(parameters.Line, "", "nothing is drawn: give a parameter a range or 'values', or write method: grid");

    private void ReportTrials(double trials, string product) =>
        Report(string.Create(
            CultureInfo.InvariantCulture,
            $"the grid has {trials:N0} trials{product}, more than the {SweepDefinition.MostTrials:N0} that a sweep may have; {Remedy}"));

    private void Report(string message) => parameters.Report(parameters.Line, "", message);

    private void ReportEmpty(GridSearch search)
    {
        var alone = search.Rules.Constraints.Select(constraint =>
            string.Create(CultureInfo.InvariantCulture, $"\"{constraint.Text}\" alone leaves {search.CountPermitted(constraint):N0}"));
        top.Report(top.Find("constraints")!.Line, "constraints", string.Create(
            CultureInfo.InvariantCulture,
            $"no trial is left: of {search.ForbiddenByConstraints:N0} configurations none fulfils all constraints; "
                + $"{string.Join(", ", alone)}. Remove one, or add values"));
    }
}
