using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Storage;

/// <summary>The layout of a silo's folders.</summary>
/// <param name="Root">
/// Full path of the folder for what concerns this machine alone; where the silo is a whole cluster, of everything.
/// </param>
public sealed record StateDirectory(string Root)
{
    /// <summary>The state of all grains.</summary>
    public string GrainState => Path.Combine(Root, "grains.db");

    /// <summary>The checkpoints of all sweeps, where no other place was given.</summary>
    public string CheckpointRoot { get; init; } = Path.Combine(Root, "checkpoints");

    /// <summary>One file for each trainer that runs, so that a later silo finds those that outlived this one.</summary>
    public string Trainers => Path.Combine(Root, "trainers");

    /// <summary>The folder of a trial's checkpoints, each a folder of its own in it.</summary>
    public string Checkpoints(TrialId trial) => Path.Combine(CheckpointRoot, trial.Sweep, trial.Number);

    /// <summary>The folder of the trial's checkpoints on their way to a store that is no folder, and back.</summary>
    public string Staging(TrialId trial) => Path.Combine(Root, "staging", trial.Sweep, trial.Number);

    /// <summary>The log file of the trial's trainers.</summary>
    public string Log(TrialId trial) => Path.Combine(Root, "logs", trial.Sweep, $"{trial.Number}.log");
}
