using System.Text.Json.Serialization;
using OrleansHybrid.Sweeps.Definition.Yaml;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Scheduling;

namespace OrleansHybrid.Cluster.Sweeps;

/// <summary>The stored texts and wishes that make a sweep. Its ledger is stored apart.</summary>
/// <param name="Yaml">The sweep file's text; null before the sweep is started.</param>
/// <param name="File">Its name, for messages.</param>
/// <param name="Submitted">The time of its first submission.</param>
/// <param name="Extensions">The files that added trials, in their order.</param>
/// <param name="Options">The file that was submitted after the last extension; null where there was none.</param>
/// <param name="Begun">The time when its first trial began; null before.</param>
/// <param name="Data">
/// The data that its trials learn from; null before the first on a data set in files, and in a record from before it was kept.
/// </param>
/// <param name="Deleted">Trials, from the first on, of which nothing is left, while the sweep is being deleted.</param>
/// <param name="Duration">
/// Since its first trial began, summed while the sweep was in memory; null before, and from an older version. At most a minute less
/// than the truth.
/// </param>
[GenerateSerializer, Immutable, Alias("sweep-record")]
internal sealed record SweepRecord(
    [property: Id(0)] string? Yaml,
    [property: Id(1)] string File,
    [property: Id(2)] DateTimeOffset Submitted,
    [property: Id(3)] SweepText[]? Extensions = null,
    [property: Id(4)] SweepText? Options = null,
    [property: Id(5), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] SweepPhase Phase = SweepPhase.Active,
    [property: Id(6)] DateTimeOffset? Begun = null,
    [property: Id(7), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Deleted = 0,
    [property: Id(8)] TimeSpan? Duration = null,
    [property: Id(9)] SweepDataSet[]? Data = null)
{
    public SweepRecord()
        : this(null, "", default)
    {
    }

    /// <summary>Null before the sweep is started.</summary>
    [JsonIgnore]
    public SweepTexts? Texts => Yaml is null ? null : new([new(Yaml, File), .. Extensions ?? []], Options);
}
