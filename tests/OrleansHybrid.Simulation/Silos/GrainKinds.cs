using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Core;
using Orleans.Storage;
using OrleansHybrid.Cluster.Scheduling;
using OrleansHybrid.Cluster.Sweeps;
using OrleansHybrid.Cluster.Trials;

namespace OrleansHybrid.Simulation.Silos;

/// <summary>Makes the cluster's own grains, each with its stored state.</summary>
internal static class GrainKinds
{
    /// <returns>The grain, and what loads its state.</returns>
    public static (Grain Grain, Func<Task> Load) Create(Activation activation)
    {
        var silo = activation.Silo;
        switch ($"{activation.GrainId.Type}")
        {
            case "trial":
                var trial = State<TrialRecord>("trial");
                return (new TrialGrain(trial, silo.Process.Clock, NullLogger<TrialGrain>.Instance), trial.ReadStateAsync);
            case "sweep":
                var sweep = State<SweepRecord>(SweepGrain.StateName);
                var opening = new SweepOpening(silo.Storage, silo.World.Timings, silo.World.Instruments, silo.Membership, silo.Awake);
                return (
                    new SweepGrain(sweep, opening, silo.World.Texts, silo.Checkpoints, NullLogger<SweepGrain>.Instance),
                    sweep.ReadStateAsync);
            case "result":
                var result = State<ResultRecord>("result");
                return (new ResultGrain(result), result.ReadStateAsync);
            default:
                var scheduler = State<SchedulerRecord>("scheduler");
                return (
                    new SchedulerGrain(
                        scheduler, silo.Membership, new(silo.Storage), silo.World.Texts, silo.Process.Clock,
                        NullLogger<SchedulerGrain>.Instance),
                    scheduler.ReadStateAsync);
        }

        StoredState<T> State<T>(string name) => new(name, activation, silo.Storage);
    }

    private sealed class StoredState<T>(string name, IGrainContext grain, IGrainStorage storage)
        : StateStorageBridge<T>(name, grain, storage), IPersistentState<T>;
}
