using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Simulation;

/// <summary>One row of a sweep's <c>results.csv</c>.</summary>
internal sealed record RecordedTrial
{
    public required CsvRow Row { get; init; }

    /// <summary>Its number as a word: <c>0003</c>.</summary>
    public required string Number { get; init; }

    /// <summary>Canonical texts of the swept settings, in the order of the columns; null for an inactive one.</summary>
    public required IReadOnlyList<string?> Texts { get; init; }

    public required long Seed { get; init; }

    public required TrialState State { get; init; }

    /// <summary>The epochs of the whole training; null if the results do not say it: the trial failed, and all are equally long.</summary>
    public required int? Epochs { get; init; }

    /// <summary>The epochs that were trained.</summary>
    public required int Trained { get; init; }
}
