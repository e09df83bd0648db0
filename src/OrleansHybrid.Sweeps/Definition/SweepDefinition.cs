using OrleansHybrid.Sweeps.Scheduling;
using OrleansHybrid.Sweeps.Search;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Text;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Definition;

/// <summary>A sweep that can run: parsing its text (<c>SweepText</c>) is the only way to get one, so holding one means that it was checked.</summary>
public sealed record SweepDefinition
{
    public const int MostTrials = 1_000_000;

    public required string Name { get; init; }

    public string? Description { get; init; }

    public IReadOnlyList<string> Labels { get; init; } = [];

    public SearchMethod Method { get; init; }

    public required ObjectiveMetric Metric { get; init; }

    /// <summary>What the best trial should reach; null where nobody said. It ends nothing: a sweep that misses it says so at its end.</summary>
    public double? Target { get; init; }

    /// <summary>The swept settings in the order of the file; the last one moves fastest.</summary>
    public IReadOnlyList<Axis> Axes => Space.Axes;

    /// <summary>Each configuration is trained once a seed; the whole grid with the first seed comes first.</summary>
    public IReadOnlyList<long> Seeds => Space.Seeds;

    /// <summary>The fixed settings, and the defaults of the rest.</summary>
    public Recipe Recipe => Grid.Search.Recipe;

    /// <summary>Null means as many as there are slots.</summary>
    public int? MaxConcurrentTrials { get; init; }

    /// <summary>How often a trial may be restarted after a fault of its own; preemption and lost machines do not count.</summary>
    public int MaxRestarts { get; init; } = 3;

    public CheckpointPolicy Checkpoint { get; init; } = new();

    public TrialResources Resources { get; init; } = new();

    public SweepShare Share { get; init; } = new();

    public Budget Budget { get; init; } = Budget.Unlimited;

    /// <summary>Whether a trial that is already finished elsewhere in the cluster lends its result instead of being trained again.</summary>
    public bool Reuse { get; init; } = true;

    /// <summary>What its author should know of a file that can run all the same.</summary>
    public IReadOnlyList<Problem> Warnings { get; init; } = [];

    /// <summary>
    /// The sweep's key everywhere: the name and eight hex digits of a hash over its trials and its metric, so that
    /// another grid under the same name is another sweep, while more slots or another description are not. An extended
    /// sweep keeps the id that it was submitted with.
    /// </summary>
    public string Id { get; private init; } = "";

    /// <summary>Configurations times seeds, for a sweep that was not extended.</summary>
    public int TrialCount => Space.Count;

    /// <summary>How the file's trials come about: <c>3 temperature x 2 (epochs, batch_size) x 1 seed(s)</c>.</summary>
    public string Expansion => Grid.Expansion;

    /// <summary>Whether a parameter may be inactive.</summary>
    public bool IsConditional => Grid.Search.Rules.Conditions.Count > 0;

    internal TrialGrid Grid { get; private init; } = TrialGrid.Empty;

    private TrialSpace Space { get; init; } = TrialSpace.Of(TrialGrid.Empty);

    /// <summary>The trial at <paramref name="index"/>, in [0, <see cref="TrialCount"/>): a pure function, the same on every machine.</summary>
    public TrialSpec Trial(int index)
    {
        var recipe = RecipeOf(index);
        return new(new(Id, index), Space.ParametersOf(index, recipe), recipe, Fingerprint.Of(recipe));
    }

    public Recipe RecipeOf(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, TrialCount);
        return Space.RecipeOf(index);
    }

    /// <summary>The swept settings' values of a trial, one for each of <see cref="Axes"/>, in their order.</summary>
    public IReadOnlyList<ParameterValue> ParametersOf(int index) => Space.ParametersOf(index, RecipeOf(index));

    /// <summary>Canonical texts of all values that a setting has in any trial, also where it is inactive or fixed.</summary>
    public IReadOnlyList<string> ValuesOf(string key) => Space.ValuesOf(key);

    /// <summary>The data sets that its trials learn from.</summary>
    public IReadOnlyList<DatasetName> Datasets =>
        [.. ValuesOf("dataset").Select(name => Enum.GetValues<DatasetName>().First(dataset => dataset.Spelled() == name)).Distinct()];

    /// <summary>The number of a trial's configuration, the seed left aside.</summary>
    public long ConfigurationOf(int index) => Space.ConfigurationOf(index);

    /// <param name="best">The objective of the best trial; null where none is completed.</param>
    /// <returns>Whether it is as good as the target; true where there is no target.</returns>
    public bool IsReachedBy(double? best) => Target is not { } target || (Metric.Goal is Goal.Maximize ? best >= target : best <= target);

    /// <summary>This sweep with the trials of another file that it does not have yet, and all else as that file says.</summary>
    public SweepDefinition ExtendedBy(SweepDefinition more) => more with { Id = Id, Grid = Grid, Space = Space.And(more.Grid) };

    /// <summary>This sweep with what another submission of it may change: all but its trials.</summary>
    public SweepDefinition WithOptionsOf(SweepDefinition other) => other with { Id = Id, Grid = Grid, Space = Space };

    /// <summary>This sweep under the id that it was submitted with.</summary>
    internal SweepDefinition Submitted(string id) => this with { Id = id };

    /// <summary>This description, of a sweep over a grid.</summary>
    internal SweepDefinition Over(TrialGrid grid) => this with { Grid = grid, Space = TrialSpace.Of(grid) };

    /// <summary>This sweep under the id that follows from its trials and its metric.</summary>
    internal SweepDefinition Identified() => this with { Id = $"{Name}-{Fingerprint.Of(this)}" };
}
