namespace OrleansHybrid.Silo.Preemption;

/// <summary>Whether somebody other than the silo's own program wants it to leave.</summary>
internal sealed class Departure
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Asked => _asked.Task;

    public void Ask() => _asked.TrySetResult();
}
