namespace OrleansHybrid.Silo.Preemption;

/// <summary>A request from outside the silo's own program that the silo leave.</summary>
internal sealed class Departure
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Asked => _asked.Task;

    /// <summary>The fault of the cluster that makes it leave; null without one.</summary>
    public string? Fault { get; private set; }

    /// <param name="fault">The fault of the cluster; null without one.</param>
    public void Ask(string? fault = null)
    {
        Fault ??= fault;
        _asked.TrySetResult();
    }
}
