using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Scheduling;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Trials;
using OrleansHybrid.Web.Report;

namespace OrleansHybrid.Web.Answers;

/// <summary>One trial in a table.</summary>
public sealed record TrialView
{
    public required int Index { get; init; }

    /// <summary>The values of the swept settings, in the order of the sweep's axes.</summary>
    public required IReadOnlyList<string> Values { get; init; }

    public required long Seed { get; init; }

    public required TrialState State { get; init; }

    public double? Objective { get; init; }

    public required int Attempts { get; init; }

    public required int Preemptions { get; init; }

    /// <summary>Slot seconds of its ended attempts.</summary>
    public required double Seconds { get; init; }

    /// <summary>The part of them without lasting work.</summary>
    public required double LostSeconds { get; init; }

    public double? ImagesPerSecond { get; init; }

    public string? WeightsSha256 { get; init; }

    public string? Failure { get; init; }

    /// <summary>The reason why it is not running; null if it runs, has a result or has failed.</summary>
    public PendingReason? Reason { get; init; }

    public string? ReusedFrom { get; init; }

    /// <summary>The epochs of its rung; null in a sweep without rungs.</summary>
    public int? Rung { get; init; }

    /// <summary>The reason for the search's choice.</summary>
    public string? Basis { get; init; }
}

/// <param name="Next">The cursor of the next page; null after the last one.</param>
/// <param name="Total">The number of trials that match.</param>
public sealed record TrialPage(IReadOnlyList<TrialView> Trials, string? Next, int Total);

/// <summary>All trials of a sweep as columns: a tenth of the size of rows.</summary>
/// <param name="Until">The revision of the rows.</param>
/// <param name="Columns">One array for each member of a row; a member that no row has is left out.</param>
public sealed record TrialColumns(string Until, int Count, IReadOnlyDictionary<string, IReadOnlyList<object?>> Columns);

/// <summary>The rows that have changed.</summary>
/// <param name="Reset">True if they are too many: all trials should be read again.</param>
public sealed record ChangesAnswer(string Until, bool Reset, IReadOnlyList<TrialView> Rows, SweepStatus Status);

public sealed record ChangedRows(string Until, IReadOnlyList<TrialView> Rows);

/// <summary>One trial in full.</summary>
public sealed record TrialDetail
{
    public required string Id { get; init; }

    public required TrialView Trial { get; init; }

    public required Recipe Recipe { get; init; }

    /// <summary>SHA-256 of the recipe: equal for trials with the same settings in any sweep.</summary>
    public required string ContentHash { get; init; }

    /// <summary>The fingerprint of the data; null before the first attempt.</summary>
    public string? Data { get; init; }

    public TrialResult? Result { get; init; }

    public required IReadOnlyList<EpochMetrics> Epochs { get; init; }

    public required IReadOnlyList<AttemptRecord> Attempts { get; init; }

    public required IReadOnlyList<CheckpointRef> Checkpoints { get; init; }

    /// <summary>The trial that first completed with this recipe and data; null if there is none but this one.</summary>
    public EqualRecipe? EqualRecipe { get; init; }
}

/// <param name="IsEqual">True if the final weights are equal bit for bit; null while this trial has none.</param>
public sealed record EqualRecipe(string Trial, string WeightsSha256, bool? IsEqual);

/// <param name="Next">The cursor of what is written later.</param>
public sealed record LogAnswer(IReadOnlyList<LogText> Parts, string Next);

/// <param name="Note">What a person should know of this part, such as that its machine is gone; null for nothing.</param>
public sealed record LogText(string Silo, string Text, string? Note);

public sealed record EvaluationAnswer(
    string Checkpoint, int Epoch, IReadOnlyList<EvaluatedClass> Classes, IReadOnlyList<IReadOnlyList<double>>? Confusion);

/// <param name="Prototypes">Number of prototypes: class by class, the head class first.</param>
/// <param name="PerCell">Number of neighbouring prototypes that a cell averages.</param>
/// <param name="Values">Cosine similarities, row by row.</param>
public sealed record PrototypesAnswer(
    string Checkpoint, int Epoch, int Prototypes, int PerCell, IReadOnlyList<IReadOnlyList<double>> Values);
