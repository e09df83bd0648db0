namespace OrleansHybrid.Cluster.Clocks;

/// <summary>The pauses between the tries of an action that fails for now: each is twice the one before it, up to the longest.</summary>
/// <param name="First">The pause after the first failure.</param>
/// <param name="Longest">The limit of all pauses.</param>
internal sealed record RetryPolicy(TimeSpan First, TimeSpan Longest)
{
    /// <summary>A policy whose pauses do not grow.</summary>
    public static RetryPolicy Every(TimeSpan pause) => new(pause, pause);

    /// <param name="failures">Failures in a row, at least 1.</param>
    public TimeSpan PauseAfter(int failures) =>
        TimeSpan.FromTicks((long)Math.Min(First.Ticks * Math.Pow(2, failures - 1), Longest.Ticks));

    /// <summary>Repeats the action until it succeeds, or fails for good.</summary>
    /// <param name="action">The action.</param>
    /// <param name="isTransient">Told of each failure; false ends the tries, and the failure reaches the caller.</param>
    /// <param name="time">The clock of the pauses.</param>
    /// <param name="stop">Ends a pause.</param>
    public async Task<T> Run<T>(Func<Task<T>> action, Predicate<Exception> isTransient, TimeProvider time, CancellationToken stop = default)
    {
        for (var failures = 1; ; failures++)
        {
            try
            {
                return await action();
            }
            catch (Exception failure) when (isTransient(failure))
            {
                await Task.Delay(PauseAfter(failures), time, stop);
            }
        }
    }

    /// <inheritdoc cref="Run{T}"/>
    public Task Run(Func<Task> action, Predicate<Exception> isTransient, TimeProvider time, CancellationToken stop = default) =>
        Run<object?>(
        async () =>
        {
            await action();
            return null;
        },
        isTransient,
        time,
        stop);
}
