namespace OrleansHybrid.Cli.Doctor;

/// <summary>What <c>hybrid doctor</c> was asked.</summary>
internal sealed record DoctorQuestion
{
    /// <summary>True if a machine without a usable GPU is broken.</summary>
    public bool NeedsGpu { get; init; }

    /// <summary>Names of the checks to run; all of them if it is empty.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>The state folder of a run on this machine, which need not exist.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>The cluster; null for the one of the environment or the settings file.</summary>
    public string? Cluster { get; init; }

    /// <summary>The place of the checkpoints; null for that of the environment or the settings file.</summary>
    public string? Checkpoints { get; init; }

    /// <summary>Ports that a silo is to listen on.</summary>
    public IReadOnlyList<int> Ports { get; init; } = [];

    public bool Asks(string check) => Only.Count == 0 || Only.Contains(check);
}
