using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrleansHybrid.Cluster.Clocks;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Slots;

namespace OrleansHybrid.Cluster.Attempts;

/// <summary>Makes attempts. Each of an attempt's parts takes from the container what it needs itself.</summary>
internal sealed class AttemptFactory(IServiceProvider services)
{
    /// <param name="lease">The lease, just granted.</param>
    /// <param name="slots">Its slots.</param>
    /// <param name="asked">The time when the lease was asked for, as a timestamp of <see cref="AwakeTime"/>.</param>
    public TrialAttempt Create(TrialLease lease, IReadOnlyList<Slot> slots, long asked)
    {
        var held = new AttemptLease(lease, slots, asked, services.GetRequiredService<AwakeTime>());
        return new(
            held,
            Part<AttemptReports>(),
            Part<AttemptCheckpoints>(),
            Part<TrainerDialogue>(),
            Part<AttemptProgress>(),
            Part<AttemptLog>(),
            services.GetRequiredService<ILogger<TrialAttempt>>());

        T Part<T>() => ActivatorUtilities.CreateInstance<T>(services, held);
    }
}
