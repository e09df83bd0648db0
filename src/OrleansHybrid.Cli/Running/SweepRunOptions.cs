using OrleansHybrid.Cluster.Checkpoints;

namespace OrleansHybrid.Cli.Running;

internal sealed record SweepRunOptions
{
    public required string StateDirectory { get; init; }

    /// <summary>The place of the checkpoints; null for the state folder.</summary>
    public CheckpointPlace? Checkpoints { get; init; }

    /// <summary>True to take their place over from a lost state.</summary>
    public bool AdoptsCheckpoints { get; init; }

    public required string ResultsDirectory { get; init; }

    public string? DataDirectory { get; init; }

    /// <summary>Number of slots; null for one for each GPU, else for each core.</summary>
    public int? Slots { get; init; }

    /// <summary>The port of metrics; null for a free one.</summary>
    public int? Port { get; init; }

    /// <summary>True to delete the sweep's previous training first.</summary>
    public bool FromScratch { get; init; }

    public bool Verbose { get; init; }
}
