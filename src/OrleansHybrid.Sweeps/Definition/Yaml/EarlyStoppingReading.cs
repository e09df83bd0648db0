using OrleansHybrid.Sweeps.Search;
using OrleansHybrid.Sweeps.Search.Halving;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>
/// Reads how a sweep stops early what is not promising: <c>early_stopping: {type: halving, eta: 3, min_epochs: 2}</c>, W&amp;B's
/// <c>early_terminate</c>, or the halving of Determined's <c>searcher</c>.
/// </summary>
internal sealed class EarlyStoppingReading
{
    private const int DefaultEta = 3, DeterminedsEta = 4, DefaultRungs = 5;

    private static readonly Words Words = new("type", "eta", "min_epochs", "max_rungs", "brackets", "fidelity")
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

    private static readonly Dictionary<string, bool> Types = new()
    {
        ["halving"] = true,
        ["hyperband"] = true,
        ["asha"] = true,
        ["none"] = false,
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
    };

    private readonly Section _section;
    private readonly int? _rungs, _leastEpochs, _longest, _bands;
    private readonly int _eta;
    private readonly BracketMode _mode;
    private readonly Fidelity _fidelity;

    /// <param name="isHalved">True if the name of the method includes halving.</param>
    public EarlyStoppingReading(Section top, SearcherReading searcher, bool isHalved)
    {
        var own = top.Find("early_stopping") is not null;
        _section = own || !isHalved || searcher.Section.Find("name") is null
            ? top.Open("early_stopping", Words)
            : searcher.Section;
        var isDetermined = !own && ReferenceEquals(_section, searcher.Section);
        IsHalved = isHalved;
        if (own) IsHalved = _section.Choice("type", "a type of early stopping", Types) ?? _section.Find("type") is null;
        _eta = _section.Whole(isDetermined ? "divisor" : "eta", min: int.MinValue) ?? (isDetermined ? DeterminedsEta : DefaultEta);
        _rungs = _section.Whole(isDetermined && _section.Find("num_rungs") is not null ? "num_rungs" : "max_rungs", min: 1);
        _mode = _section.Choice(isDetermined ? "mode" : "brackets", "a choice of brackets", Modes)
            ?? (isDetermined && _section.Find("name")!.Value.Inline is "adaptive_asha" ? BracketMode.Standard : BracketMode.Aggressive);
        if (isDetermined) return;
        _fidelity = _section.Choice("fidelity", "a fidelity", Fidelities) ?? Fidelity.Schedule;
        _leastEpochs = _section.Whole("min_epochs", min: int.MinValue);
        (_longest, _bands) = (_section.Whole("max_iter", min: 1), _section.Whole("s", min: 1));
        if (_bands is null && _longest is not null)
            _section.Report(_section.Find("max_iter")!.Line, "s", "is missing; 'max_iter' needs the number of brackets below it");
        if (_leastEpochs is not null && _longest is not null)
            _section.Note(_section.Find("min_epochs")!.Line, "min_epochs", "is ignored: 'max_iter' and 's' say where the rungs are");
    }

    /// <summary>True if only a part of the configurations is trained to the end.</summary>
    public bool IsHalved { get; }

    /// <summary>The line of the section.</summary>
    public int Line => _section.Line;

    /// <param name="settings">The settings of the sweep.</param>
    /// <param name="configurations">The number of configurations that begin.</param>
    /// <returns>Null where there is a problem, and where nothing stops early.</returns>
    public HalvingTerms? Read(SettingsReading settings, int configurations)
    {
        if (!IsHalved) return null;
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

        if (_longest is not null || (_leastEpochs is not null && _rungs is null && _mode is BracketMode.Aggressive))
            return new([new(rungs, configurations, _eta)], _fidelity);
        return new(Brackets.Adaptive(_mode, epochs, _eta, configurations, Math.Min(rungs.Count, _rungs ?? DefaultRungs)), _fidelity);
    }

    /// <summary>Warns of schedules that a shorter training does not scale.</summary>
    public void Question(SettingsReading settings, HalvingTerms terms)
    {
        var warmup = RecipeSchema.Of(nameof(Recipe.WarmupEpochs));
        if (terms.Fidelity is Fidelity.Schedule && settings.Recipe.WarmupEpochs >= terms.Epochs[0]
            && settings.Given.TryGetValue(warmup.Key, out var place))
        {
            _section.Note(_section.Line, _section.Find("min_epochs") is null ? "type" : "min_epochs", FormattableString.Invariant(
                $"the lowest rung has {terms.Epochs[0]} epochs, and 'warmup_epochs' in line {place.Line} warms up for all of them"));
        }
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
