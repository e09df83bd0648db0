using System.Globalization;
using OrleansHybrid.Sweeps.Search.Plans;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Search;

/// <summary>A search that chooses trials by the results of others, as a sweep file describes it.</summary>
/// <param name="Space">The drawn settings.</param>
/// <param name="Method">How configurations are drawn.</param>
/// <param name="Configurations">The number of configurations that begin.</param>
/// <param name="Terms">The rules of the choice.</param>
/// <param name="Goal">The goal of the sweep's metric.</param>
/// <param name="Seeds">The repeats' seeds; every configuration is trained with each.</param>
internal sealed record ChoosingSearch(
    ConfigurationSpace Space, SearchMethod Method, int Configurations, ChoiceTerms Terms, Goal Goal, IReadOnlyList<long> Seeds)
{
    /// <summary>The parts of the sweep's identity.</summary>
    public IEnumerable<string> Lines =>
    [
        string.Create(CultureInfo.InvariantCulture, $"search: {Configurations} seed {Terms.Seed} {Sees}\n"),
        .. Space.Settings.Select(setting => $"drawn {string.Join('+', setting.Keys)}: {setting.Distribution.Signature}{Rows(setting)}\n"),
        .. Space.Rules.Constraints.Select(constraint => $"constraint: {constraint.Text}\n"),
        .. Terms.Rungs?.Lines ?? [],
        .. Terms.IsRace ? ["race\n"] : Array.Empty<string>(),
    ];

    /// <summary>True if the method looks at results.</summary>
    public bool Learns => Method is SearchMethod.Tpe;

    private string Sees => Terms.IsReproducible ? string.Create(CultureInfo.InvariantCulture, $"lag {Terms.Lag}") : "not reproducible";

    /// <summary>The search as a list of trials, before any choice.</summary>
    public SearchPlan NewPlan()
    {
        var sampler = Samplers.Of(Method, Space, Terms.Seed);
        var terms = new SearchTerms(Goal is Goal.Maximize, Seeds.Count, Terms.Lag, Terms.IsReproducible);
        return Terms switch
        {
            { Rungs: HalvingTerms halving } => new HalvingPlan(
                sampler, Cohorts.Of(halving.Brackets), terms, halving.Controls, Terms.Seed),
            { Rungs: AsynchronousTerms asynchronous } =>
                new AsynchronousPlan(sampler, Configurations, asynchronous.Rungs, asynchronous.Eta, terms),
            { Rungs: MedianTerms median } => new MedianPlan(sampler, Configurations, median.Rungs, new(), terms),
            { IsRace: true } => new RacingPlan(sampler, Configurations, Cohorts.LeastSize, terms),
            _ => new SampledPlan(sampler, Configurations, terms),
        };
    }

    public TrialDraw DrawOf(Choice choice) => choice switch
    {
        Choice.Training training => new()
        {
            Configuration = training.Configuration,
            Texts = Space.TextsAt(training.Point),
            Point = [.. training.Point.Select(number => double.IsNaN(number) ? null : (double?)number)],
            After = training.Rung?.After,
            Basis = training.Basis,
        },
        Choice.Skipped skipped => new() { Basis = skipped.Reason },
        _ => throw new ArgumentOutOfRangeException(nameof(choice)),
    };

    /// <param name="place">The trial's place in the plan.</param>
    /// <param name="draw">Its choice; null before it is made.</param>
    public Recipe RecipeOf(TrialPlace place, TrialDraw? draw)
    {
        var recipe = Space.Recipe with { Seed = Seeds[place.Seed] };
        if (place.Epochs is { } epochs && Terms.Rungs?.Fidelity is Halving.Fidelity.Schedule) recipe = recipe with { Epochs = epochs };
        if (draw?.Texts is not { } texts) return recipe;
        foreach (var (key, text) in Space.Keys.Zip(texts))
            if (text is not null)
                recipe = RecipeSchema.Get(key).Apply(recipe, text);
        return recipe;
    }

    /// <summary>The number of trials as a product, in words.</summary>
    public string Expansion(SearchPlan plan)
    {
        var drawn = string.Create(
            CultureInfo.InvariantCulture, $"{plan.Configurations:N0} configurations {Words(Method)} x {Seeds.Count} seed(s)");
        var trials = plan switch
        {
            HalvingPlan halving => $"{drawn}, halved: " + string.Join(", ", halving.TrialsByRung.Select(rung => OfEpochs(rung)))
                + (((HalvingTerms)Terms.Rungs!).Controls is var controls and > 0 ? Controls(controls * Seeds.Count) : ""),
            AsynchronousPlan => $"{drawn}, promoted as results arrive: about "
                + string.Join(", ", ((AsynchronousTerms)Terms.Rungs!).Expected(Configurations)
                    .Select(rung => OfEpochs(rung with { Trials = rung.Trials * Seeds.Count }))),
            MedianPlan => $"{drawn} x {Terms.Rungs!.Epochs.Count} rungs ({string.Join(", ", Terms.Rungs.Epochs)} epochs) at most, "
                + "less those that the median stops",
            RacingPlan => $"{drawn} at most, less those that lose the race",
            _ => drawn,
        };
        return Terms.IsReproducible ? trials : trials + "; not reproducible";
    }

    private static string Controls(int trials) =>
        string.Create(CultureInfo.InvariantCulture, $", and {trials:N0} control{(trials == 1 ? "" : "s")} to the end");

    private static string OfEpochs((int Epochs, int Trials) rung) => string.Create(
        CultureInfo.InvariantCulture, $"{rung.Trials:N0} of {rung.Epochs:N0} epoch{(rung.Epochs == 1 ? "" : "s")}");

    private static string Words(SearchMethod method) => method switch
    {
        SearchMethod.Grid => "of a grid",
        SearchMethod.Tpe => "chosen by TPE",
        SearchMethod.Random => "drawn at random",
        _ => $"of a {method} sequence",
    };

    private static string Rows(DrawnSetting setting) =>
        setting.Rows is { } rows ? $" {string.Join("; ", rows.Select(row => string.Join(' ', row)))}" : "";
}

/// <summary>The rules by which a search chooses.</summary>
/// <param name="Seed">Part of the address of every draw.</param>
/// <param name="Lag">The number of trials right before a trial whose results its choice does not see.</param>
/// <param name="Rungs">Null if every configuration is trained to the end.</param>
/// <param name="IsRace">True if configurations that are worse than the best get no more seeds.</param>
/// <param name="IsReproducible">False if a choice sees every result that is final when it is made.</param>
internal sealed record ChoiceTerms(long Seed, int Lag, RungTerms? Rungs, bool IsRace, bool IsReproducible = true);
