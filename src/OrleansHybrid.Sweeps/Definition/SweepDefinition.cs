using System.Text.Json.Serialization;
using OrleansHybrid.Sweeps.Definition.Yaml;
using OrleansHybrid.Sweeps.Search;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Definition;

/// <summary>A sweep that can run: <see cref="Parse"/> is the only way to get one, so holding one means that it was checked.</summary>
public sealed record SweepDefinition
{
    public required string Name { get; init; }

    public string? Description { get; init; }

    public IReadOnlyList<string> Labels { get; init; } = [];

    public SearchMethod Method { get; init; }

    public required ObjectiveMetric Metric { get; init; }

    /// <summary>The swept settings in the order of the file; the last one moves fastest.</summary>
    public required IReadOnlyList<Axis> Axes { get; init; }

    /// <summary>Each configuration is trained once a seed; the whole grid with the first seed comes first.</summary>
    public required IReadOnlyList<long> Seeds { get; init; }

    /// <summary>The fixed settings, and the defaults of the rest.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>Null means as many as there are slots.</summary>
    public int? MaxConcurrentTrials { get; init; }

    /// <summary>How often a trial may be restarted after a fault of its own; preemption and lost machines do not count.</summary>
    public int MaxRestarts { get; init; } = 3;

    public CheckpointPolicy Checkpoint { get; init; } = new();

    public TrialResources Resources { get; init; } = new();

    /// <summary>What its author should know of a file that can run all the same.</summary>
    public IReadOnlyList<Problem> Warnings { get; init; } = [];

    /// <summary>
    /// The sweep's key everywhere: the name and eight hex digits of a hash over its trials and its metric, so that
    /// another grid under the same name is another sweep, while more slots or another description are not.
    /// </summary>
    public string Id => $"{Name}-{Fingerprint.Of(this)}";

    /// <summary>Combinations of the swept settings' values, the seed left aside.</summary>
    public int ConfigurationCount => GridSearch.Count(Axes);

    /// <summary>Configurations times seeds.</summary>
    public int TrialCount => ConfigurationCount * Seeds.Count;

    /// <summary>The trial at <paramref name="index"/>, in [0, <see cref="TrialCount"/>): a pure function, the same on every machine.</summary>
    public TrialSpec Trial(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, TrialCount);
        var (repeat, configuration) = Math.DivRem(index, ConfigurationCount);
        var parameters = GridSearch.At(Axes, configuration);
        var recipe = parameters.Aggregate(Recipe, (recipe, parameter) => RecipeSchema.Get(parameter.Key).Apply(recipe, parameter.Value)) with
        {
            Seed = Seeds[repeat],
        };
        return new(new(Id, index), parameters, recipe, Fingerprint.Of(recipe));
    }

    /// <param name="yaml">The sweep file's text.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <exception cref="InvalidSweepException">Every problem of the file at once.</exception>
    public static SweepDefinition Parse(string yaml, string file) => SweepFile.Read(yaml, file);
}

[JsonConverter(typeof(KebabCaseEnumConverter<SearchMethod>))]
public enum SearchMethod { Grid }

[JsonConverter(typeof(KebabCaseEnumConverter<Goal>))]
public enum Goal { Maximize, Minimize }

/// <summary>What a trial is judged by: the name of a final metric, such as <c>top1</c>, and which way is better.</summary>
public sealed record ObjectiveMetric(string Name, Goal Goal);

/// <summary>One swept setting: its key and its values in canonical text.</summary>
public sealed record Axis(string Key, IReadOnlyList<string> Values);

/// <param name="EveryEpochs">Epochs between two checkpoints.</param>
/// <param name="Keep">Newest checkpoints kept of a trial, at least 2 while it runs: the committed one and its predecessor.</param>
public sealed record CheckpointPolicy(int EveryEpochs = 1, int Keep = 2);

/// <summary>What one trial occupies. Both null: one GPU where the silo has any, else one core.</summary>
public sealed record TrialResources(int? Gpus = null, int? Cpus = null);
