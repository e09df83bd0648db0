using OrleansHybrid.Cluster.Clocks;
using OrleansHybrid.Cluster.Storage;

namespace OrleansHybrid.Cluster.Contracts;

/// <summary>
/// Calls that must arrive. A timeout means "unknown": the call is repeated, which the grains allow, until the patience is
/// over. A storage that refuses is given less time: its message should reach a person soon.
/// </summary>
/// <param name="time">Best one that leaves out what this machine stood still: that uses up no patience.</param>
/// <param name="patience">The time to go on repeating; a lease's time unless given.</param>
public sealed class PatientCalls(ClusterTimings timings, TimeProvider time, TimeSpan? patience = null)
{
    private static readonly TimeSpan StoragePatience = TimeSpan.FromSeconds(5);

    private static readonly RetryPolicy Policy = RetryPolicy.Every(TimeSpan.FromMilliseconds(200));

    /// <summary>The time for which a call is repeated that nobody answers.</summary>
    internal TimeSpan Longest => patience ?? timings.Lease;

    /// <param name="call">The call.</param>
    /// <param name="isVain">Ends the patience.</param>
    public Task<T> Repeat<T>(Func<Task<T>> call, Func<bool>? isVain = null)
    {
        var begun = time.GetTimestamp();
        return Policy.Run(call, failure => time.GetElapsedTime(begun) < Patience(failure) && isVain?.Invoke() is not true, time);
    }

    /// <summary>Repeats a call that changes something, under one name: what comes late does nothing any more.</summary>
    /// <param name="call">The call; it is given the name. See <see cref="ISweepGrain.Tell"/>.</param>
    public Task<T> Request<T>(Func<Guid, Task<T>> call)
    {
        var request = Guid.NewGuid();
        return Repeat(() => call(request));
    }

    /// <inheritdoc cref="Repeat{T}"/>
    public Task Repeat(Func<Task> call, Func<bool>? isVain = null) => Repeat<object?>(
        async () =>
        {
            await call();
            return null;
        },
        isVain);

    private TimeSpan Patience(Exception failure) => failure switch
    {
        GrainStorageException => StoragePatience,
        // Orleans' placement cancels a call that expires before it finds its grain a silo.
        TimeoutException or OrleansException or OperationCanceledException => Longest,
        _ => TimeSpan.Zero,
    };
}
