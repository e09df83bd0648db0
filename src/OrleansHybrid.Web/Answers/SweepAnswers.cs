using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Scheduling;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Web.Answers;

/// <summary>The caller, and the silo that answers.</summary>
/// <param name="MayChange">True if the caller has the token.</param>
/// <param name="Cluster">The name of the cluster; null for a run on this machine.</param>
/// <param name="Now">The silo's clock.</param>
public sealed record SessionAnswer(bool MayChange, string Version, string? Cluster, DateTimeOffset Now);

public sealed record SweepList(IReadOnlyList<SweepSummary> Sweeps);

/// <summary>One sweep in a list.</summary>
public sealed record SweepSummary
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public string? Description { get; init; }

    public bool Archived { get; init; }

    /// <summary>One word: running, waiting, finished, paused, stopped, cancelled.</summary>
    public required string State { get; init; }

    public required SweepStatus Status { get; init; }

    public required ObjectiveMetric Metric { get; init; }

    /// <summary>True if the metric is a fraction that people read in percent.</summary>
    public required bool IsAccuracy { get; init; }

    /// <summary>The objective of the leading configuration over its seeds; null without a result, and for very large sweeps.</summary>
    public Estimate? Best { get; init; }

    public required int Priority { get; init; }

    /// <summary>1 for the sweep that is asked first for a free slot; null if it waits for none.</summary>
    public int? Place { get; init; }
}

/// <summary>One sweep in full, apart from its trials.</summary>
public sealed record SweepAnswer
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public string? Description { get; init; }

    public required IReadOnlyList<string> Labels { get; init; }

    public required string Method { get; init; }

    public required ObjectiveMetric Metric { get; init; }

    public required bool IsAccuracy { get; init; }

    /// <summary>True if the metric is of validation images, so that test images stay unseen.</summary>
    public required bool IsOfValidation { get; init; }

    public double? Target { get; init; }

    public required int Seeds { get; init; }

    public required int Trials { get; init; }

    public required int Epochs { get; init; }

    /// <summary>The number of trials as a product.</summary>
    public required string Expansion { get; init; }

    public required IReadOnlyList<AxisAnswer> Axes { get; init; }

    public required SweepShare Share { get; init; }

    /// <summary>The newest text of the sweep file.</summary>
    public required string Yaml { get; init; }

    /// <summary>All texts from which the sweep was made: the submission, then the extensions.</summary>
    public required IReadOnlyList<FileAnswer> Files { get; init; }

    public required IReadOnlyList<ProblemError> Warnings { get; init; }

    public required SweepStatus Status { get; init; }

    public required IReadOnlyList<WaitingTrials> WaitingByReason { get; init; }

    /// <summary>The revision of the trials' rows: the number to ask with for changes.</summary>
    public required string Until { get; init; }
}

public sealed record FileAnswer(string File, string Yaml);

/// <param name="IsScale">True for numbers that are read on a scale; their values are left out.</param>
public sealed record AxisAnswer(string Key, bool IsScale, IReadOnlyList<string> Values);

/// <summary>Trials that wait for one reason.</summary>
/// <param name="First">The indices of the first few.</param>
public sealed record WaitingTrials(PendingKind Kind, string Message, int Trials, IReadOnlyList<int> First);

/// <summary>The answer to a submission, or to a dry run of one.</summary>
/// <param name="Known">True if the cluster had the sweep already.</param>
/// <param name="Cost">What a search trains; null for a grid.</param>
public sealed record SubmissionAnswer(
    string Id,
    bool Known,
    int Trials,
    string Expansion,
    IReadOnlyList<AxisAnswer> Axes,
    IReadOnlyList<ProblemError> Warnings,
    SearchCost? Cost);

/// <param name="Message">One sentence for the person.</param>
/// <param name="Left">Trials that the same request would still change.</param>
public sealed record DoneAnswer(string Message, int Left = 0);

public sealed record QueueAnswer(IReadOnlyList<QueuedSweep> Entries);

/// <summary>A sweep in the order in which free slots are offered.</summary>
/// <param name="Message">The reason why nothing of it trains; null if something does.</param>
public sealed record QueuedSweep(
    int Place, string Sweep, int Priority, double Weight, int Slots, int? MaxSlots, int Waiting, string? Message);

public sealed record SilosAnswer(IReadOnlyList<SiloAnswer> Silos);

/// <param name="Role">Trains, or control.</param>
/// <param name="Kind">The kind of its slots: cpu or gpu; null if it trains nothing.</param>
/// <param name="Slots">Its slots, busy or not, without those that are set aside.</param>
/// <param name="Aside">The slots that are set aside until their GPU works again, and why; null for none.</param>
public sealed record SiloAnswer(
    string Address,
    string Host,
    string Status,
    string? Role,
    string? Kind,
    int Slots,
    int Busy,
    DateTimeOffset Started,
    string? Aside = null);

/// <summary>One target of Prometheus' HTTP service discovery.</summary>
public sealed record PrometheusTarget(IReadOnlyList<string> Targets, IReadOnlyDictionary<string, string> Labels);
