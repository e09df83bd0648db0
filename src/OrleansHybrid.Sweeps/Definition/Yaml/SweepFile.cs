using System.Text.RegularExpressions;
using OrleansHybrid.Sweeps.Scheduling;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>Reads a sweep file and collects all its problems.</summary>
internal sealed partial class SweepFile
{
    private static readonly Words Top = new(
        "name", "description", "labels", "method", "search", "early_stopping", "metric", "parameters", "zip", "constraints", "repeats",
        "recipe", "max_concurrent_trials", "max_restarts", "checkpoint", "resources", "budget", "reuse")
    {
        Foreign = ["searcher", "run_cap"],
        Alias = key => key switch
        {
            "hyperparameters" => "parameters",
            "checkpoint_storage" => "checkpoint",
            "early_terminate" => "early_stopping",
            _ => null,
        },
        Refused = Wandb.Refuse,
        Ignored = entry => Wandb.Ignored.GetValueOrDefault(entry.Key) ?? Determined.Ignored.GetValueOrDefault(entry.Key),
    };

    /// <summary>The keys that a file may have at its top.</summary>
    internal static IReadOnlyCollection<string> Keys => Top.Keys;

    /// <summary>Our name of a key at the top of a file of any tool; null for a key that has no meaning there.</summary>
    internal static string? Meaning(string key) => Top.Keys.Contains(key) || Top.Foreign.Contains(key) ? key : Top.Alias(key);

    private static readonly Words Recipes = new(RecipeSchema.Keys);

    private static readonly Words Repeats = new("seeds");

    private static readonly Words Budgets = new("max_trials", "max_duration", "max_gpu_hours", "max_trial_duration");

    private readonly Findings _findings = new();

    // Files of other tools are read as they are, also where their names are none for files and metrics.
    private bool _isForeign;
    private bool _isStored;

    /// <param name="settings">Changes to the file, each <c>key=value</c>.</param>
    /// <param name="isStored">Whether it was submitted before, perhaps to an earlier version, and so must be read as it was then.</param>
    /// <exception cref="InvalidSweepException">Every problem of the file at once.</exception>
    /// <exception cref="ArgumentException">A setting is malformed.</exception>
    public static SweepDefinition Read(string yaml, string file, IReadOnlyList<string> settings, bool isStored)
    {
        var reading = new SweepFile { _isStored = isStored };
        var definition = YamlTree.Read(yaml, reading._findings) is { } tree ? reading.Read(tree, file, settings) : null;
        if (definition is null)
            throw new InvalidSweepException(
                file, [.. UnseenCharacters.Named(reading._findings.Problems, yaml).OrderBy(problem => problem.Line)]);
        return definition with { Warnings = [.. definition.Warnings.Concat(UnseenCharacters.Find(yaml)).OrderBy(notice => notice.Line)] };
    }

    /// <returns>Null if there are problems.</returns>
    private SweepDefinition? Read(YamlTree tree, string file, IReadOnlyList<string> settings)
    {
        var rewritten = OtherTools.Rewritten(tree, _findings);
        _isForeign = rewritten is not null;
        return Read(SweepOverrides.Apply(rewritten ?? tree, settings), file);
    }

    private SweepDefinition? Read(YamlTree tree, string file)
    {
        var origin = _isForeign
            ? Origin.Own
            : Determined.IsWrittenFor(tree)
            ? Origin.Determined
            : Wandb.IsWrittenFor(tree)
            ? Origin.Wandb
            : Origin.Own;
        _isForeign |= origin is not Origin.Own;
        if (origin is Origin.Determined) tree = Determined.WithoutNulls(tree);
        var top = new Section(tree, "", Top, _findings);
        var parameters = new Section(
            NestedParameters.SideBySide(top.Find("parameters")?.Value), top.PathOf("parameters"), SettingAliases.Words, _findings);
        var searcher = new SearcherReading(top);
        var search = new SearchReading(top, searcher);
        var settings = new SettingsReading(
            top, top.Open("recipe", Recipes), parameters, top.Open("repeats", Repeats), search.IsDrawn, origin, _findings);
        searcher.CheckMethod(settings.Axes.Any());
        if (searcher.Epochs(out var path) is { } epochs && !settings.Given.ContainsKey(epochs.Key))
            settings.Fix(epochs, path, epochs.Value);
        var words = new MetricWords(settings.HasValidation, _isForeign || _isStored);
        var (metric, target) = searcher.Metric(words) is { } theirs ? (theirs, null) : MetricReading.Read(top, origin, words);
        var resources = top.Open("resources", Determined.Resources);
        var described = new SweepDefinition
        {
            Name = ReadName(top, file),
            Description = top.Text("description"),
            Labels = ReadLabels(top),
            Method = search.Method,
            Metric = metric,
            Target = target,
            MaxConcurrentTrials = searcher.MaxConcurrentTrials() ?? top.Whole("max_concurrent_trials", min: 1),
            MaxRestarts = top.Whole("max_restarts", min: 0) ?? 3,
            Checkpoint = ReadCheckpointPolicy(top.Open("checkpoint", Determined.Checkpoint)),
            Resources = ReadTrialResources(resources),
            Share = ReadShare(resources, origin),
            Budget = ReadBudget(top, search.IsDrawn),
            Reuse = top.Switch("reuse") ?? true,
        };
        var sweep = new TrialsReading(new(top, parameters, _findings), settings, search, _findings).Read(described);
        if (sweep is null) return null;
        var choice = new ImagesToChooseBy(sweep, settings, searcher, top);
        _findings.Problems.AddRange(choice.Problems());
        var warnings = _findings.Notices.Concat(IdleSettings.Find(settings, search.IsDrawn, FinalMetrics.Of(metric)))
            .Concat(OddBatches.Find(settings))
            .Concat(choice.Notices())
            .OrderBy(notice => notice.Line);
        return _findings.Problems.Count > 0 ? null : sweep with { Warnings = [.. warnings] };
    }

    private string ReadName(Section top, string file)
    {
        if (_isForeign && top.Find("name") is null && SweepNames.Of(FileName().Match(file).Groups[1].Value) is { } fileName)
        {
            _findings.Note(1, "name", $"is '{fileName}', after the file");
            return fileName;
        }

        if (top.Find("name") is null) top.Report(1, "name", "is missing; the sweep needs one, such as 'name: my-sweep'");
        if (top.Text("name") is not { } name) return "";
        if (SweepNames.IsOne(name)) return name;
        var slug = SweepNames.Of(name);
        if (_isForeign && slug is not null)
        {
            top.Note(top.Find("name")!.Line, "name", $"is read as '{slug}': a name is up to 60 of a-z, 0-9 and '-'");
            return slug;
        }

        var remedy = slug is null ? "" : $"; write '{slug}'";
        top.Report(
            top.Find("name")!.Line,
            "name",
            $"'{name}' must name files and metrics as well: use up to 60 of a-z, 0-9 and '-', with a letter or "
                + $"digit first and last{remedy}");
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

    private static CheckpointPolicy ReadCheckpointPolicy(Section section)
    {
        var unless = new CheckpointPolicy();
        var policy = new CheckpointPolicy
        {
            EveryEpochs = section.Whole("every_epochs", min: 1) ?? unless.EveryEpochs,
            Keep = section.Whole("keep", min: 1) ?? unless.Keep,
            SaveTrialLatest = section.Whole("save_trial_latest", min: 0),
            SaveTrialBest = section.Whole("save_trial_best", min: 0) ?? unless.SaveTrialBest,
            SaveSweepBest = section.Whole("save_sweep_best", min: 0) ?? unless.SaveSweepBest,
            QuotaBytes = section.Bytes("quota"),
        };
        if (policy is { SaveTrialLatest: 0, SaveTrialBest: 0, SaveSweepBest: 0 })
            section.Report(
                section.Line, "save_trial_latest", "0 keeps no checkpoint at all; raise it, 'save_trial_best' or 'save_sweep_best'");
        return policy;
    }

    private static TrialResources ReadTrialResources(Section section)
    {
        if (section.Find("gpus") is not null && section.Find("cpus") is { } cpus)
            section.Report(cpus.Line, "cpus", "a trial occupies GPUs or cores; keep one of 'gpus' and 'cpus'");
        if (section.Find("slots_per_trial") is { } slots && (section.Find("gpus") ?? section.Find("cpus")) is { } own)
            section.Report(slots.Line, "slots_per_trial", $"is the same as '{own.Key}' in line {own.Line}; keep one");
        return section.Whole("slots_per_trial", min: 0) switch
        {
            null => new(section.Whole("gpus", min: 1), section.Whole("cpus", min: 1)),
            0 => new(Cpus: 1),
            // A slot is a GPU, or a core where there are none: what a trial takes that asks for neither.
            1 => new(),
            var several => new(several),
        };
    }

    private static SweepShare ReadShare(Section section, Origin origin)
    {
        var unless = new SweepShare();
        return new(
            origin is Origin.Determined
                ? Determined.ReadPriority(section)
                : section.Whole("priority", SweepShare.LowestPriority, SweepShare.HighestPriority) ?? unless.Priority,
            section.Positive("weight") ?? unless.Weight,
            section.Whole("max_slots", min: 1));
    }

    // Where trials are drawn, W&B's run_cap says how many.
    private static Budget ReadBudget(Section top, bool isDrawn)
    {
        var section = top.Open("budget", Budgets);
        if (!isDrawn && top.Find("run_cap") is { } cap && section.Find("max_trials") is { } own)
            top.Report(cap.Line, "run_cap", $"is the same as 'budget.max_trials' in line {own.Line}; keep one");
        return new(
            (isDrawn ? null : top.Whole("run_cap", min: 1)) ?? section.Whole("max_trials", min: 1),
            section.Duration("max_duration"),
            section.Positive("max_gpu_hours"),
            section.Duration("max_trial_duration"));
    }

    // What stands behind the file's name tells of what was changed beside it.
    [GeneratedRegex("([^/\\\\]*?)\\.ya?ml", RegexOptions.IgnoreCase)]
    private static partial Regex FileName();
}
