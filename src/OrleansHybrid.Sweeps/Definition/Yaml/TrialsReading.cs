using System.Globalization;
using OrleansHybrid.Sweeps.Search;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>Makes the trials of a sweep from the settings and the search of its file.</summary>
internal sealed class TrialsReading(GridReading grids, SettingsReading settings, SearchReading search, Findings findings)
{
    /// <returns>Null where there are problems.</returns>
    public SweepDefinition? Read(SweepDefinition described)
    {
        if (search.Chooses && settings.Axes.FirstOrDefault(axis => axis.Key == RecipeSchema.Of(nameof(Recipe.Dataset)).Key) is { } data)
            findings.Refuse(settings.Given[data.Key].Line, settings.Given[data.Key].Path, "is swept by a search that compares results, and "
                + "results on different data cannot be compared: fix it under 'recipe', and submit a sweep for each");
        var grid = search.IsDrawn ? null : grids.Read(settings);
        if (search.IsDrawn) CheckDrawn();
        if (findings.Problems.Count > 0) return null;
        return search.Chooses ? Choosing(described, search.Trials ?? grid!.Search.Count)
            : grid is not null ? described.Over(grid)
            : Drawn(described);
    }

    private void CheckDrawn()
    {
        if (settings.Axes.Count == 0 && findings.Problems.Count == 0) grids.ReportNothingDrawn();
        if (search.Trials is { } trials && (double)trials * settings.Seeds.Count > SweepDefinition.MostTrials)
            search.ReportMissing(string.Create(
                CultureInfo.InvariantCulture, $"{trials:N0} configurations with {settings.Seeds.Count} seeds are more trials than the "
                    + $"{SweepDefinition.MostTrials:N0} that a sweep may have"));
    }

    private SweepDefinition? Drawn(SweepDefinition described)
    {
        if (search.Trials is not { } count) return null;
        var space = new ConfigurationSpace(settings.Drawn, settings.Recipe, settings.Rules);
        if (ConfigurationDraw.Draw(space, search.Method, search.Seed, count, out var missing) is { } grid)
            return described.Over(new TrialGrid(grid, settings.Seeds, search.Method));
        search.ReportMissing(missing!);
        return null;
    }

    private SweepDefinition? Choosing(SweepDefinition described, int configurations)
    {
        var space = new ConfigurationSpace(settings.Drawn, settings.Recipe, settings.Rules);
        if (search.IsDrawn && space.Points.Count is { } count && count < configurations)
            search.ReportMissing(string.Create(
                CultureInfo.InvariantCulture, $"the space has {count:N0} configurations, fewer than {configurations:N0}"));
        var rungs = search.EarlyStopping.Read(settings, configurations, described.Metric);
        if (rungs is not null) search.EarlyStopping.Question(settings, rungs, described.Metric);
        if (findings.Problems.Count > 0) return null;
        var terms = new ChoiceTerms(search.Seed, search.Lag, rungs, search.EarlyStopping.IsRace, search.IsReproducible);
        var sweep = described.Over(new ChoosingSearch(space, search.Method, configurations, terms, described.Metric.Goal, settings.Seeds));
        if (sweep.TrialCount <= SweepDefinition.MostTrials) return sweep;
        search.ReportMissing(string.Create(
            CultureInfo.InvariantCulture,
            $"the search has {sweep.TrialCount:N0} trials, more than the {SweepDefinition.MostTrials:N0} that a sweep may have"));
        return null;
    }
}
