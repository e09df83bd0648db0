using Microsoft.Extensions.Logging;
using OrleansHybrid.Cluster.Checkpoints;
using OrleansHybrid.Cluster.Clocks;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Metrics;
using OrleansHybrid.Cluster.Storage;
using OrleansHybrid.Cluster.Trainers;

namespace OrleansHybrid.Cluster.Attempts;

/// <summary>What every attempt on a silo shares.</summary>
/// <param name="Time">Measures how long others are silent, without the time in which this machine stood still.</param>
/// <param name="DataDirectory">Where data sets lie; null where none was given.</param>
internal sealed record AttemptContext(
    IGrainFactory Grains,
    PatientCalls Calls,
    StateDirectory State,
    ICheckpointStore Checkpoints,
    string? DataDirectory,
    SeenData Data,
    TrainerLaunch Launch,
    RunningTrainers Register,
    ClusterInstruments Instruments,
    TrialInstruments TrialInstruments,
    ClusterTimings Timings,
    AwakeTime Time,
    ILogger<TrialAttempt> Logger);
