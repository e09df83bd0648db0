using System.Text.Json.Serialization;
using OrleansHybrid.Sweeps.Definition.Yaml;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Scheduling;

namespace OrleansHybrid.Cluster.Sweeps;

/// <summary>The stored texts and wishes that make a sweep. Its ledger is stored apart.</summary>
[GenerateSerializer, Immutable, Alias("sweep-record")]
internal sealed record SweepRecord
{
    // A request is repeated for minutes, and people do not ask for more than this in that time.
    private const int MostAnswered = 32;

    /// <summary>The sweep file's text; null before the sweep is started.</summary>
    [Id(0)]
    public string? Yaml { get; init; }

    /// <summary>Its name, for messages.</summary>
    [Id(1)]
    public string File { get; init; } = "";

    /// <summary>The time of its first submission.</summary>
    [Id(2)]
    public DateTimeOffset Submitted { get; init; }

    /// <summary>The files that added trials, in their order.</summary>
    [Id(3)]
    public SweepText[]? Extensions { get; init; }

    /// <summary>The file that was submitted after the last extension; null where there was none.</summary>
    [Id(4)]
    public SweepText? Options { get; init; }

    [Id(5), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public SweepPhase Phase { get; init; }

    /// <summary>The time when its first trial began; null before.</summary>
    [Id(6)]
    public DateTimeOffset? Begun { get; init; }

    /// <summary>Trials, from the first on, of which nothing is left, while the sweep is being deleted.</summary>
    [Id(7), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Deleted { get; init; }

    /// <summary>
    /// Since its first trial began, summed while the sweep was in memory; null before, and from an older version. At most a minute less
    /// than the truth.
    /// </summary>
    [Id(8)]
    public TimeSpan? Duration { get; init; }

    /// <summary>
    /// The data that its trials learn from; null before the first on a data set in files, and in a record from before it was kept.
    /// </summary>
    [Id(9)]
    public SweepDataSet[]? Data { get; init; }

    /// <summary>The requests of people that were answered last, oldest first; null for none.</summary>
    [Id(10)]
    public Guid[]? Answered { get; init; }

    /// <summary>True for a request that was answered already: one that comes again was late on its way.</summary>
    public bool HasAnswered(Guid? request) => request is { } known && Answered?.Contains(known) is true;

    /// <summary>The record once a request is answered; null for one without a name.</summary>
    public SweepRecord Answering(Guid? request) =>
        request is { } answered ? this with { Answered = [.. (Answered ?? []).TakeLast(MostAnswered - 1), answered] } : this;

    /// <summary>Null before the sweep is started.</summary>
    [JsonIgnore]
    public SweepTexts? Texts => Yaml is null ? null : new([new(Yaml, File), .. Extensions ?? []], Options);
}
