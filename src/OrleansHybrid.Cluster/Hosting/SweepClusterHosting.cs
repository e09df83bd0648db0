using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Storage;
using OrleansHybrid.Cluster.Attempts;
using OrleansHybrid.Cluster.Checkpoints;
using OrleansHybrid.Cluster.Clocks;
using OrleansHybrid.Cluster.Connection;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Metrics;
using OrleansHybrid.Cluster.Slots;
using OrleansHybrid.Cluster.Storage;
using OrleansHybrid.Cluster.Sweeps;
using OrleansHybrid.Cluster.Trainers;

namespace OrleansHybrid.Cluster.Hosting;

public static class SweepClusterHosting
{
    /// <summary>
    /// Adds all that the grains need, apart from the storage <see cref="StorageNames.Sweeps"/> and a way to find the cluster.
    /// </summary>
    public static ISiloBuilder AddSweepGrains(this ISiloBuilder silo, ClusterTimings timings)
    {
        silo.Services.AddSweepSerialization();
        silo.Services.AddMetrics();
        silo.Services.TryAddSingleton(TimeProvider.System);
        silo.Services.AddSingleton<AwakeTime>();
        silo.Services.AddSingleton(timings.Validated()).AddSingleton<ActiveSweeps>().AddSingleton<ClusterInstruments>();
        silo.Services.AddSingleton<ReadTexts>().AddSingleton<SweepOpening>();
        silo.Services.AddSingleton(services => new StateId(services.GetRequiredKeyedService<IGrainStorage>(StorageNames.Sweeps)));
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(services => services.GetRequiredService<StateId>());
        silo.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = timings.Call);
        silo.Configure<ClusterMembershipOptions>(membership =>
        {
            // A dead silo is noticed in 1 to 4 s instead of 5 to 15, and a cluster that died whole is forgotten in 15. Not
            // sooner: a silo that is only short of CPU and is declared dead loses its trainers' work since their checkpoints.
            membership.ProbeTimeout = TimeSpan.FromSeconds(1);
            membership.NumMissedProbesLimit = 3;
            membership.TableRefreshTimeout = TimeSpan.FromSeconds(10);
            // A silo that is starved itself must not find the others silent.
            membership.ExtendProbeTimeoutDuringDegradation = true;
            membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
            // Longer than a cluster that died whole is remembered; who reaches nobody then should say so.
            membership.MaxJoinAttemptTime = TimeSpan.FromMinutes(1);
        });
        return silo;
    }

    /// <summary>Keeps the checkpoints in a place that is the state's own.</summary>
    /// <param name="place">The same for every silo of the cluster.</param>
    /// <param name="claims">Whether the place is marked as the state's own at the start, and another's refused.</param>
    /// <param name="state">Where the state is, for people.</param>
    /// <param name="adopts">Whether a place is taken over whosever it is.</param>
    public static IServiceCollection AddCheckpoints(
        this IServiceCollection services, CheckpointPlace place, bool claims, string state, bool adopts)
    {
        services.AddSingleton<ICheckpointStore>(provider => new OwnedStore(place.Open(), provider.GetRequiredService<StateId>().Value));
        if (!claims) return services;
        return services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => new PlaceClaim(
            provider.GetRequiredService<StateId>(),
            provider.GetRequiredKeyedService<IGrainStorage>(StorageNames.Sweeps),
            provider.GetRequiredService<ICheckpointStore>(),
            state,
            adopts,
            provider.GetRequiredService<TimeProvider>()));
    }

    /// <summary>Keeps silos of another state away from the tables where the members of this cluster are.</summary>
    /// <param name="state">Where the state is, for people.</param>
    public static IServiceCollection AddTableClaim(this IServiceCollection services, AzureAccount account, string state) =>
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(
            provider => new TableClaim(provider.GetRequiredService<StateId>(), account, state));

    /// <summary>Lets this silo train. Must come after Orleans, so that the agent starts after the silo and stops before it.</summary>
    /// <param name="dataDirectory">Where data sets lie; null where none was given.</param>
    public static IServiceCollection AddSlotAgent(
        this IServiceCollection services,
        SlotPool slots,
        StateDirectory state,
        string? dataDirectory,
        TrainerLaunch launch)
    {
        services.AddSingleton<TrialInstruments>();
        services.AddSingleton(new TrainerHost(launch, state, dataDirectory));
        services.AddSingleton(provider =>
        {
            var timings = provider.GetRequiredService<ClusterTimings>();
            return new PatientCalls(timings, provider.GetRequiredService<AwakeTime>(), timings.Outage);
        });
        services.AddSingleton(provider => new SeenData(
            (dataset, stop) => DataQuestion.Ask(launch, dataDirectory, dataset, stop), provider.GetRequiredService<AwakeTime>()));
        services.AddSingleton<AttemptFactory>().AddSingleton<AgentCalls>();
        services.AddSingleton(slots);
        services.AddHostedService<TrainingStart>();
        services.AddHostedService<SlotAgent>();
        if (slots.Kind is not SlotKind.Gpu) return services;
        services.AddHostedService<GpuInstruments>();
        return services.AddHostedService(provider => new SetAsideGpus(
            slots,
            (gpu, stop) => GpuQuestion.WhyUnusable(launch, gpu, stop),
            provider.GetRequiredService<ClusterTimings>(),
            provider.GetRequiredService<AwakeTime>(),
            provider.GetRequiredService<ILogger<SetAsideGpus>>()));
    }

    /// <summary>
    /// Lets every trainer of this silo checkpoint, hands the trials back and takes no new ones; the grains go on answering.
    /// </summary>
    public static Task DrainSlots(this IServiceProvider services) =>
        Task.WhenAll(services.GetServices<IHostedService>().OfType<SlotAgent>().Select(agent => agent.StopAsync(CancellationToken.None)));
}
