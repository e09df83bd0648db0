using OrleansHybrid.Sweeps.Scheduling;
using OrleansHybrid.Sweeps.Search;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Text;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Definition;

/// <summary>A validated sweep. Parsing its text (<c>SweepText</c>) is the only way to create one, so every instance is valid.</summary>
public sealed record SweepDefinition
{
    public const int MostTrials = 1_000_000;

    private static readonly Setting Validation = RecipeSchema.Of(nameof(Recipe.Validation));

    public required string Name { get; init; }

    public string? Description { get; init; }

    public IReadOnlyList<string> Labels { get; init; } = [];

    public SearchMethod Method { get; init; }

    public required ObjectiveMetric Metric { get; init; }

    /// <summary>
    /// The target of the best trial; null if the file has none. It ends nothing: a sweep that misses it reports that at its end.
    /// </summary>
    public double? Target { get; init; }

    /// <summary>The swept settings in the order of the file; the last one varies fastest.</summary>
    public IReadOnlyList<Axis> Axes => Space.Axes;

    /// <summary>The seeds. Each configuration is trained with each seed; the whole grid with the first seed comes first.</summary>
    public IReadOnlyList<long> Seeds => Space.Seeds;

    /// <summary>The fixed settings, and the defaults of all others.</summary>
    public Recipe Recipe => Grid.Search.Recipe;

    /// <summary>Maximum number of trials that run at once; null for as many as there are slots.</summary>
    public int? MaxConcurrentTrials { get; init; }

    /// <summary>Number of restarts of a trial after faults of its own; preemption and lost machines do not count.</summary>
    public int MaxRestarts { get; init; } = 3;

    public CheckpointPolicy Checkpoint { get; init; } = new();

    public TrialResources Resources { get; init; } = new();

    public SweepShare Share { get; init; } = new();

    public Budget Budget { get; init; } = Budget.Unlimited;

    /// <summary>True if the result of an equal, finished trial of the cluster is reused instead of training again.</summary>
    public bool Reuse { get; init; } = true;

    /// <summary>Notices for the author of a file that can run.</summary>
    public IReadOnlyList<Problem> Warnings { get; init; } = [];

    /// <summary>
    /// The sweep's key everywhere: the name and eight hex digits of a hash over its trials and its metric. Another grid under
    /// the same name is therefore another sweep; more slots or another description are not. An extended sweep keeps the id with which it
    /// was submitted.
    /// </summary>
    public string Id { get; private init; } = "";

    /// <summary>Number of trials: configurations times seeds, for a sweep that was not extended.</summary>
    public int TrialCount => Space.Count;

    /// <summary>The number of the file's trials as a product: <c>3 temperature x 2 (epochs, batch_size) x 1 seed(s)</c>.</summary>
    public string Expansion => Chosen?.Expansion ?? Grid.Expansion;

    /// <summary>The trials of a search that chooses them while they run; null if all are known from the file.</summary>
    public ChosenTrials? Chosen => Space as ChosenTrials;

    /// <summary>True if a parameter may be inactive.</summary>
    public bool IsConditional => (Chosen?.Search.Space.Rules ?? Grid.Search.Rules).Conditions.Count > 0;

    internal TrialGrid Grid { get; private init; } = TrialGrid.Empty;

    private TrialSpace Space { get; init; } = TrialSpace.Of(TrialGrid.Empty);

    /// <summary>
    /// The trial at <paramref name="index"/>, in [0, <see cref="TrialCount"/>): a pure function, the same on every machine. A trial that
    /// the search has not chosen yet has open parameters.
    /// </summary>
    public TrialSpec Trial(int index)
    {
        var recipe = RecipeOf(index);
        return new(new(Id, index), Space.ParametersOf(index, recipe), recipe, Fingerprint.Of(recipe)) { UntilEpoch = UntilEpoch(index) };
    }

    public Recipe RecipeOf(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, TrialCount);
        return Space.RecipeOf(index);
    }

    /// <summary>
    /// The epoch after which a trial pauses: it trains to a rung within its whole schedule, and its result only decides who goes on.
    /// Null for a trial that trains to its end.
    /// </summary>
    public int? UntilEpoch(int index) => Chosen?.UntilEpoch(index);

    /// <summary>The metric by which a trial is compared: at a rung it may be another than the objective of the sweep.</summary>
    public ObjectiveMetric MetricOf(int index) => Chosen?.RungMetricOf(index) ?? Metric;

    /// <summary>The values of a trial's swept settings, one for each of <see cref="Axes"/>, in their order.</summary>
    public IReadOnlyList<ParameterValue> ParametersOf(int index) => Space.ParametersOf(index, RecipeOf(index));

    /// <summary>Canonical texts of all values that a setting has in any trial, including its value while inactive or fixed.</summary>
    public IReadOnlyList<string> ValuesOf(string key) => Space.ValuesOf(key);

    /// <summary>The data sets of its trials.</summary>
    public IReadOnlyList<DatasetName> Datasets =>
        [
            .. ValuesOf(RecipeSchema.Of(nameof(Recipe.Dataset)).Key)
                .Select(name => Enum.GetValues<DatasetName>().First(dataset => dataset.Spelled() == name))
                .Distinct(),
        ];

    /// <summary>True if any trial holds validation images out.</summary>
    public bool HasValidation => ValuesOf(Validation.Key).Any(images => images != Validation.Default);

    /// <summary>True if this sweep may take over the result of an equal trial: one that has what this sweep alone asks for.</summary>
    public bool CanReuse(TrialResult result) => !FinalMetrics.Of(Metric).IsOnRequest || Metric.Of(result) is not null;

    /// <summary>The number of a trial's configuration, equal for all its seeds.</summary>
    public long ConfigurationOf(int index) => Space.ConfigurationOf(index);

    /// <param name="best">The objective of the best trial; null if none is completed.</param>
    /// <returns>True if it reaches the target, or if there is no target.</returns>
    public bool IsReachedBy(double? best) => Target is not { } target || !Metric.IsBetter(target, than: best);

    /// <summary>This sweep with the new trials of another file; everything else is as that file says.</summary>
    public SweepDefinition ExtendedBy(SweepDefinition more) => more with { Id = Id, Grid = Grid, Space = Space.And(more.Grid) };

    /// <summary>This sweep with the changes that another submission may make: everything but its trials.</summary>
    public SweepDefinition WithOptionsOf(SweepDefinition other) => other with { Id = Id, Grid = Grid, Space = Space };

    /// <summary>This sweep under the id with which it was submitted.</summary>
    internal SweepDefinition Submitted(string id) => this with { Id = id };

    /// <summary>This sweep before its search has chosen any trial, sharing nothing that changes.</summary>
    public SweepDefinition Anew() => Chosen is { } chosen ? this with { Space = chosen.Anew() } : this;

    /// <summary>This definition over another grid.</summary>
    internal SweepDefinition Over(TrialGrid grid) => this with { Grid = grid, Space = TrialSpace.Of(grid) };

    /// <summary>This definition over the trials of a search that chooses them.</summary>
    internal SweepDefinition Over(ChoosingSearch search) => this with
    {
        Grid = new(new([], search.Space.Recipe, GridRules.None), search.Seeds, search.Method),
        Space = new ChosenTrials(search),
    };

    /// <summary>This sweep under the id computed from its trials and its metric.</summary>
    internal SweepDefinition Identified() => this with { Id = $"{Name}-{Fingerprint.Of(this)}" };
}
