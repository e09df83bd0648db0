using OrleansHybrid.Cluster.Storage;

namespace OrleansHybrid.Cluster.Trainers;

/// <summary>The silo's own settings for its trainers.</summary>
/// <param name="Launch">The command that starts a trainer.</param>
/// <param name="State">The silo's state folder.</param>
/// <param name="DataDirectory">The folder of the data sets; null where none was given.</param>
internal sealed record TrainerHost(TrainerLaunch Launch, StateDirectory State, string? DataDirectory)
{
    public RunningTrainers Register { get; } = new(State.Trainers);
}
