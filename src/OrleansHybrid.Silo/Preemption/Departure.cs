namespace OrleansHybrid.Silo.Preemption;

/// <summary>Whether somebody other than the silo's own program wants it to leave.</summary>
internal sealed class Departure
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Asked => _asked.Task;

    /// <summary>What is wrong with the cluster, where it leaves for that.</summary>
    public string? Fault { get; private set; }

    /// <param name="fault">What is wrong with the cluster; null where nothing is.</param>
    public void Ask(string? fault = null)
    {
        Fault ??= fault;
        _asked.TrySetResult();
    }
}
