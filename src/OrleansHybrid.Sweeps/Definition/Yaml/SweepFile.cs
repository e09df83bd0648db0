using System.Text.RegularExpressions;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Scheduling;

namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>Reads a sweep file and collects everything that is wrong with it.</summary>
internal sealed partial class SweepFile
{
    internal static readonly string[] Keys =
    [
        "name", "description", "labels", "method", "metric", "parameters", "repeats", "recipe",
        "max_concurrent_trials", "max_restarts", "checkpoint", "resources", "budget", "reuse",
    ];

    private static readonly Dictionary<string, SearchMethod> Methods = new() { ["grid"] = SearchMethod.Grid };

    private static readonly Dictionary<string, bool> Switches = new() { ["true"] = true, ["false"] = false };

    private static readonly Dictionary<string, Goal> Goals = new() { ["maximize"] = Goal.Maximize, ["minimize"] = Goal.Minimize };

    private readonly List<Problem> _problems = [];

    /// <exception cref="InvalidSweepException">Every problem of the file at once.</exception>
    public static SweepDefinition Read(string yaml, string file)
    {
        var reading = new SweepFile();
        var definition = YamlTree.Read(yaml, reading._problems) is { } tree ? reading.Read(tree) : null;
        return definition is not null && reading._problems.Count == 0
            ? definition
            : throw new InvalidSweepException(file, [.. reading._problems.OrderBy(problem => problem.Line)]);
    }

    private SweepDefinition Read(YamlTree tree)
    {
        var top = new Section(tree, "", Keys, _problems);
        var parameters = top.Open("parameters", RecipeSchema.Keys);
        var settings = new SettingsReading(top.Open("recipe", RecipeSchema.Keys), parameters, top.Open("repeats", "seeds"), _problems);
        CheckCount(settings, parameters);
        var checkpoint = top.Open("checkpoint", "every_epochs", "keep", "save_trial_latest", "save_trial_best", "save_sweep_best", "quota");
        var resources = top.Open("resources", "gpus", "cpus", "priority", "weight", "max_slots");
        return SweepDefinition.Of(new(settings.Axes, settings.Seeds, settings.Recipe)) with
        {
            Name = ReadName(top),
            Description = top.Text("description"),
            Labels = ReadLabels(top),
            Method = top.Choice("method", "a search method of this version", Methods) ?? SearchMethod.Grid,
            Metric = ReadMetric(top),
            MaxConcurrentTrials = top.Whole("max_concurrent_trials", min: 1),
            MaxRestarts = top.Whole("max_restarts", min: 0) ?? 3,
            Checkpoint = ReadCheckpointPolicy(checkpoint),
            Resources = ReadTrialResources(resources),
            Share = ReadShare(resources),
            Budget = ReadBudget(top.Open("budget", "max_trials", "max_duration", "max_gpu_hours", "max_trial_duration")),
            Reuse = top.Choice("reuse", "a switch", Switches) ?? true,
            Warnings = [.. IdleSettings.Find(settings)],
        };
    }

    private static string ReadName(Section top)
    {
        if (top.Find("name") is null) top.Report(1, "name", "is missing; the sweep needs one, such as 'name: my-sweep'");
        if (top.Text("name") is not { } name) return "";
        if (Slug().IsMatch(name)) return name;
        var slug = NotOfASlug().Replace(name.ToLowerInvariant(), "-").Trim('-');
        var remedy = Slug().IsMatch(slug) ? $"; write '{slug}'" : "";
        top.Report(top.Find("name")!.Line, "name", $"'{name}' names files and metrics, so it takes up to 60 of a-z, 0-9 and '-', a letter or digit first and last{remedy}");
        return name;
    }

    private static List<string> ReadLabels(Section top)
    {
        switch (top.Find("labels"))
        {
            case null or { Value: YamlTree.Text { IsNull: true } }:
                return [];
            case { Value: YamlTree.List list } when list.Items.All(item => item is YamlTree.Text { IsNull: false }):
                return [.. list.Items.Cast<YamlTree.Text>().Select(text => text.Value)];
            case { } entry:
                top.Report(entry.Line, "labels", "expected a list of words: [thesis, ablation]");
                return [];
        }
    }

    private static ObjectiveMetric ReadMetric(Section top)
    {
        if (top.Find("metric")?.Value is YamlTree.Text { IsNull: false } bare)
        {
            top.Report(bare.Line, "metric", $"write metric: {{name: {bare.Value}}}");
            return FinalMetrics.Top1.AsObjective();
        }

        var section = top.Open("metric", "name", "goal");
        if (section.Find("goal") is { } lonely && section.Find("name") is null)
            section.Report(lonely.Line, "name", $"is missing; a goal needs a metric: {string.Join(", ", FinalMetrics.ByName.Keys)}");
        var metric = FinalMetrics.Top1;
        if (section.Text("name") is { } name && !FinalMetrics.ByName.TryGetValue(name, out metric))
        {
            section.Report(section.Find("name")!.Line, "name", DidYouMean.Refuse(name, "a final metric", FinalMetrics.ByName.Keys));
            metric = FinalMetrics.Top1;
        }

        return new(metric.Name, section.Choice("goal", "a goal", Goals) ?? metric.DefaultGoal);
    }

    private static CheckpointPolicy ReadCheckpointPolicy(Section section)
    {
        var unless = new CheckpointPolicy();
        var policy = new CheckpointPolicy(
            section.Whole("every_epochs", min: 1) ?? unless.EveryEpochs,
            section.Whole("keep", min: 1) ?? unless.Keep,
            section.Whole("save_trial_latest", min: 0),
            section.Whole("save_trial_best", min: 0) ?? unless.SaveTrialBest,
            section.Whole("save_sweep_best", min: 0) ?? unless.SaveSweepBest,
            section.Bytes("quota"));
        if (policy is { SaveTrialLatest: 0, SaveTrialBest: 0, SaveSweepBest: 0 })
            section.Report(section.Line, "save_trial_latest", "0 keeps no checkpoint at all; raise it, 'save_trial_best' or 'save_sweep_best'");
        return policy;
    }

    private static TrialResources ReadTrialResources(Section section)
    {
        if (section.Find("gpus") is not null && section.Find("cpus") is { } cpus)
            section.Report(cpus.Line, "cpus", "a trial occupies GPUs or cores; keep one of 'gpus' and 'cpus'");
        return new(section.Whole("gpus", min: 1), section.Whole("cpus", min: 1));
    }

    private static SweepShare ReadShare(Section section)
    {
        var unless = new SweepShare();
        return new(
            section.Whole("priority", SweepShare.LowestPriority, SweepShare.HighestPriority) ?? unless.Priority,
            section.Positive("weight") ?? unless.Weight,
            section.Whole("max_slots", min: 1));
    }

    private static Budget ReadBudget(Section section) => new(
        section.Whole("max_trials", min: 1),
        section.Duration("max_duration"),
        section.Positive("max_gpu_hours"),
        section.Duration("max_trial_duration"));

    private static void CheckCount(SettingsReading settings, Section parameters)
    {
        var counts = settings.Axes.Select(axis => axis.Values.Count).Append(settings.Seeds.Count).ToList();
        var trials = counts.Aggregate(1.0, (product, count) => product * count);
        if (trials <= SweepDefinition.MostTrials) return;
        var product = string.Join(" x ", settings.Axes.Select(axis => $"{axis.Values.Count} {axis.Key}").Append($"{settings.Seeds.Count} seeds"));
        var message = FormattableString.Invariant($"the grid has {trials:N0} trials ({product}), more than the {SweepDefinition.MostTrials:N0} that a sweep may have; take values out, or split the sweep");
        parameters.Report(parameters.Line, "", message);
    }

    [GeneratedRegex("^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$")]
    private static partial Regex Slug();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotOfASlug();
}
