using System.Globalization;
using OrleansHybrid.Sweeps.Search;
using OrleansHybrid.Sweeps.Search.Halving;
using OrleansHybrid.Sweeps.Search.Stopping;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Text;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>
/// Reads how a sweep stops early what is not promising: <c>early_stopping: {type: halving, eta: 3, min_epochs: 2}</c>, W&amp;B's
/// <c>early_terminate</c>, or the halving of Determined's <c>searcher</c>.
/// </summary>
internal sealed class EarlyStoppingReading
{
    private const int DefaultEta = 3, DeterminedsEta = 4, DefaultRungs = 5, MostMedianRungs = 50;

    private static readonly Words Words = new("type", "eta", "min_epochs", "max_rungs", "brackets", "every", "fidelity", "metric",
        "controls")
    {
        Foreign = ["max_iter", "s"],
        Alias = key => key switch
        {
            "reduction_factor" or "divisor" => "eta",
            "min_iter" or "min_resource" or "grace_period" or "min_t" => "min_epochs",
            "num_rungs" => "max_rungs",
            "mode" => "brackets",
            _ => null,
        },
        Ignored = entry => entry.Key is "strict" ? "what is not promoted is never trained further" : null,
    };

    private static readonly Dictionary<string, Kind> Types = new()
    {
        ["halving"] = Kind.Halving,
        ["hyperband"] = Kind.Halving,
        ["asha"] = Kind.Asynchronous,
        ["median"] = Kind.Median,
        ["racing"] = Kind.Racing,
        ["none"] = Kind.None,
    };

    /// <summary>The keys of each type; the others have no effect there.</summary>
    private static readonly Dictionary<Kind, string[]> KeysOf = new()
    {
        [Kind.Halving] = ["type", "eta", "min_epochs", "max_rungs", "brackets", "fidelity", "metric", "controls", "max_iter", "s"],
        [Kind.Asynchronous] = ["type", "eta", "min_epochs", "max_rungs", "fidelity", "metric"],
        [Kind.Median] = ["type", "min_epochs", "every", "fidelity", "metric"],
        [Kind.Racing] = ["type"],
        [Kind.None] = ["type"],
    };

    private static readonly Dictionary<string, BracketMode> Modes = new()
    {
        ["aggressive"] = BracketMode.Aggressive,
        ["standard"] = BracketMode.Standard,
        ["conservative"] = BracketMode.Conservative,
    };

    private static readonly Dictionary<string, Fidelity> Fidelities = new()
    {
        ["schedule"] = Fidelity.Schedule,
        ["epochs"] = Fidelity.Epochs,
    };

    private readonly Section _section;
    private readonly int? _rungs, _leastEpochs, _longest, _bands, _every;
    private readonly int _eta, _controls;
    private readonly BracketMode _mode;
    private readonly Fidelity _fidelity;
    private readonly bool _isDetermined;
    private readonly Kind _kind;

    /// <param name="isHalved">True if the name of the method includes halving.</param>
    public EarlyStoppingReading(Section top, SearcherReading searcher, bool isHalved)
    {
        var own = top.Find("early_stopping") is not null;
        _section = own || !isHalved || searcher.Section.Find("name") is null
            ? top.Open("early_stopping", Words)
            : searcher.Section;
        _isDetermined = !own && ReferenceEquals(_section, searcher.Section);
        _kind = isHalved ? Kind.Halving : Kind.None;
        if (own)
        {
            _kind = _section.Choice("type", "a type of early stopping", Types) ?? Kind.Halving;
            foreach (var entry in _section.Entries.Where(entry => !KeysOf[_kind].Contains(entry.Key)))
                _section.Report(entry.Line, entry.Key, $"has no effect with type {_section.Text("type")}: remove it");
        }

        _eta = _section.Whole(_isDetermined ? "divisor" : "eta", min: int.MinValue) ?? (_isDetermined ? DeterminedsEta : DefaultEta);
        _rungs = _section.Whole(_isDetermined && _section.Find("num_rungs") is not null ? "num_rungs" : "max_rungs", min: 1);
        _mode = _section.Choice(_isDetermined ? "mode" : "brackets", "a choice of brackets", Modes)
            ?? (_isDetermined && _section.Find("name")!.Value.Inline is "adaptive_asha" ? BracketMode.Standard : BracketMode.Aggressive);
        if (_isDetermined) return;
        _fidelity = _section.Choice("fidelity", "a fidelity", Fidelities)
            ?? (_kind is Kind.Median ? Fidelity.Epochs : Fidelity.Schedule);
        _every = _section.Whole("every", min: 1);
        _controls = _section.Whole("controls", min: 0) ?? 0;
        _leastEpochs = _section.Whole("min_epochs", min: int.MinValue);
        (_longest, _bands) = (_section.Whole("max_iter", min: 1), _section.Whole("s", min: 1));
        if (_bands is null && _longest is not null)
            _section.Report(_section.Find("max_iter")!.Line, "s", "is missing; 'max_iter' needs the number of brackets below it");
        if (_leastEpochs is not null && _longest is not null)
            _section.Note(_section.Find("min_epochs")!.Line, "min_epochs", "is ignored: 'max_iter' and 's' say where the rungs are");
    }

    private enum Kind
    {
        None,
        Halving,
        Asynchronous,
        Median,
        Racing,
    }

    /// <summary>True if not everything is trained.</summary>
    public bool Stops => _kind is not Kind.None;

    /// <summary>True if configurations that are worse than the best get no more seeds.</summary>
    public bool IsRace => _kind is Kind.Racing;

    /// <summary>True if configurations are promoted in the order in which results arrive.</summary>
    public bool IsAsynchronous => _kind is Kind.Asynchronous;

    /// <summary>True for median stopping.</summary>
    public bool IsMedian => _kind is Kind.Median;

    /// <summary>Reports that asynchronous halving is asked for in a search that is to be reproducible.</summary>
    public void RefuseReproducible() => Report("type", "'asha' promotes what has arrived when a slot is free, so that the same file gives "
        + "other trials at another time: write search: {reproducible: off} if you accept this, or type: halving, which compares whole "
        + "rungs and always decides the same");

    /// <summary>The line of the section.</summary>
    public int Line => _section.Line;

    /// <param name="settings">The settings of the sweep.</param>
    /// <param name="configurations">The number of configurations that begin.</param>
    /// <param name="objective">The metric of the sweep.</param>
    /// <returns>Null where there is a problem, and where there are no rungs.</returns>
    public RungTerms? Read(SettingsReading settings, int configurations, ObjectiveMetric objective)
    {
        if (_kind is Kind.Racing && settings.Seeds.Count <= SeedRace.LeastSeeds)
            Report("type", FormattableString.Invariant(
                $"a race needs more than {SeedRace.LeastSeeds} seeds, with fewer nothing can be told from chance, and there are ")
                + FormattableString.Invariant($"{settings.Seeds.Count}: write repeats: {{seeds: [0, 1, 2, 3, 4, 5, 6, 7]}}"));
        if (_kind is Kind.None or Kind.Racing) return null;
        var metric = ReadMetric(settings, objective);
        var epochs = settings.Recipe.Epochs;
        if (settings.Axes.FirstOrDefault(axis => axis.Key == RecipeSchema.Of(nameof(Recipe.Epochs)).Key) is { } swept)
        {
            Report("type", $"compares trainings after equally many epochs, and 'epochs' in line {settings.Given[swept.Key].Line} "
                + "differs between trials: fix it under 'recipe'");
            return null;
        }

        var draft = _longest is { } longest ? Bands(longest, epochs)
            : _leastEpochs is { } least && _rungs is null ? Rungs.UpFrom(least, epochs, _eta)
            : Rungs.DownTo(_leastEpochs ?? 1, epochs, _eta);
        if (draft.Fault is { } fault)
        {
            Report(KeyOf(fault.Part), fault.Message);
            return null;
        }

        var rungs = draft.OrThrow();
        if (rungs.Count == 1)
        {
            Report("min_epochs", FormattableString.Invariant(
                $"leaves one rung, at the end of a training ({epochs} epochs): lower it, or train longer"));
            return null;
        }

        if (_kind is Kind.Median) return Median(epochs, metric);
        if (_kind is Kind.Asynchronous) return Asynchronous(rungs, epochs, metric);
        if (_longest is not null || (_leastEpochs is not null && _rungs is null && _mode is BracketMode.Aggressive))
            return WithControls(new([new(rungs, configurations, _eta)], _fidelity, metric?.AsObjective()));
        return WithControls(new(
            Brackets.Adaptive(_mode, epochs, _eta, configurations, Math.Min(rungs.Count, _rungs ?? DefaultRungs)),
            _fidelity,
            metric?.AsObjective()));
    }

    private HalvingTerms WithControls(HalvingTerms terms)
    {
        if (_controls > terms.PrunedFirst)
            Report("controls", FormattableString.Invariant(
                $"{_controls} is more than the {terms.PrunedFirst} configurations that are pruned at the first rung; ask for fewer"));
        return terms with { Controls = _controls };
    }

    private AsynchronousTerms Asynchronous(IReadOnlyList<int> rungs, int epochs, FinalMetric? metric)
    {
        var most = _rungs ?? (_leastEpochs is null ? DefaultRungs : rungs.Count);
        return new(
            most < rungs.Count ? Rungs.Of(epochs, _eta, most).OrThrow() : rungs, _eta, _fidelity, metric?.AsObjective());
    }

    private MedianTerms? Median(int epochs, FinalMetric? metric)
    {
        var (first, step) = (_leastEpochs ?? Math.Max(1, epochs / 10), _every ?? _leastEpochs ?? Math.Max(1, epochs / 10));
        List<int> rungs = [];
        for (var rung = first; rung < epochs && rungs.Count <= MostMedianRungs; rung += step) rungs.Add(rung);
        if (rungs.Count <= MostMedianRungs) return new([.. rungs, epochs], _fidelity, metric?.AsObjective());
        Report("every", FormattableString.Invariant(
            $"{step} looks more than {MostMedianRungs} times during {epochs} epochs, and each look has a result that is stored: raise it"));
        return null;
    }

    /// <summary>The metric of the rungs; null for the objective of the sweep.</summary>
    private FinalMetric? ReadMetric(SettingsReading settings, ObjectiveMetric objective)
    {
        // Determined's section names the metric of the sweep.
        if (_isDetermined || MetricReading.Named(_section, "metric", new(settings.HasValidation, IsFromElsewhere: false)) is not { } metric)
            return null;
        if (metric.DefaultGoal != objective.Goal)
            Report("metric", $"{metric.Name} has to {metric.DefaultGoal.Spelled()}, and the sweep has to {objective.Goal.Spelled()} "
                + $"{objective.Name}: name a metric that goes the same way");
        if (metric.Images is MetricImages.Validation && !settings.HasValidation)
            Report("metric", $"'{metric.Name}' is measured on validation images, and no trial has any: write recipe: {{validation: 100}}");
        return metric;
    }

    /// <summary>Warns of rungs that measure something else than they seem to.</summary>
    /// <param name="objective">The metric of the sweep.</param>
    public void Question(SettingsReading settings, RungTerms terms, ObjectiveMetric objective)
    {
        if (terms.Fidelity is Fidelity.Epochs) QuestionPauses(settings, terms, terms.Metric ?? objective);
        var warmup = RecipeSchema.Of(nameof(Recipe.WarmupEpochs));
        if (terms.Fidelity is Fidelity.Schedule && settings.Recipe.WarmupEpochs >= terms.Epochs[0]
            && settings.Given.TryGetValue(warmup.Key, out var place))
        {
            _section.Note(_section.Line, _section.Find("min_epochs") is null ? "type" : "min_epochs", FormattableString.Invariant(
                $"the lowest rung has {terms.Epochs[0]} epochs, and 'warmup_epochs' in line {place.Line} warms up for all of them"));
        }
    }

    /// <summary>Within one T_max, α is still high at a low rung: the classifier has learned from a small part of the loss only.</summary>
    private void QuestionPauses(SettingsReading settings, RungTerms terms, ObjectiveMetric metric)
    {
        var key = _section.Find("fidelity") is null ? "" : "fidelity";
        string[] curves = [RecipeSchema.Of(nameof(Recipe.AlphaSchedule)).Key, RecipeSchema.Of(nameof(Recipe.LrSchedule)).Key];
        foreach (var axis in settings.Axes.Where(axis => curves.Contains(axis.Key)))
            _section.Note(_section.Line, key, $"pauses compare trainings in mid-schedule, and '{axis.Key}' in line "
                + $"{settings.Given[axis.Key].Line} makes that another point for each: fidelity: schedule compares whole trainings");
        if (FinalMetrics.Of(metric) is not { IsAccuracy: true, IsOnRequest: false }) return;
        if (settings.Recipe.ContrastiveLoss is ContrastiveLossName.None) return;
        var (lowest, epochs) = (terms.Epochs[0], settings.Recipe.Epochs);
        var alpha = RungAlpha.At(settings.Recipe, (double)lowest / epochs);
        if (alpha <= 0.5) return;
        _section.Note(_section.Line, key, string.Create(
            CultureInfo.InvariantCulture,
            $"at the lowest rung, epoch {lowest} of {epochs}, α is {alpha:0.##}: {metric.Name} there says how fast the classifier "
                + $"learns from {1 - alpha:0.##} of the loss; write metric: knn here, or fidelity: schedule"));
    }

    /// <summary>W&amp;B's bands below <c>max_iter</c>, and last the training to the end.</summary>
    private RungsDraft Bands(int longest, int epochs)
    {
        var bands = Rungs.Bands(_bands ?? 1, longest, _eta);
        return bands.Epochs is { } below ? new([.. below.SkipLast(1).Where(rung => rung < epochs), epochs], null) : bands;
    }

    private string KeyOf(HalvingPart part) => part switch
    {
        HalvingPart.Eta => _section.Find("divisor") is null ? "eta" : "divisor",
        HalvingPart.LeastEpochs => "min_epochs",
        HalvingPart.Rungs => "max_rungs",
        HalvingPart.Epochs => _longest is null ? "type" : "max_iter",
        _ => "type",
    };

    private void Report(string key, string message) =>
        _section.Report(_section.Find(key)?.Line ?? _section.Line, _section.Find(key) is null && key == "type" ? "" : key, message);
}
