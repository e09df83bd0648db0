using OrleansHybrid.Cluster.Checkpoints;

namespace OrleansHybrid.Cli.Running;

internal sealed record SweepRunOptions
{
    public required string StateDirectory { get; init; }

    /// <summary>Null keeps the checkpoints in the state folder.</summary>
    public CheckpointPlace? Checkpoints { get; init; }

    /// <summary>Whether their place is taken over from a state that is lost.</summary>
    public bool AdoptsCheckpoints { get; init; }

    public required string ResultsDirectory { get; init; }

    public string? DataDirectory { get; init; }

    /// <summary>Null takes one slot for each GPU, else for each core.</summary>
    public int? Slots { get; init; }

    /// <summary>Null takes a free port.</summary>
    public int? Port { get; init; }

    /// <summary>Whether what the sweep has trained so far is to be deleted.</summary>
    public bool FromScratch { get; init; }

    public bool Verbose { get; init; }
}
