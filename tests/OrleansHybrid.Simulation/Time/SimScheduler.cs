namespace OrleansHybrid.Simulation.Time;

/// <summary>Runs the tasks of a process, or of one of its grains, on the simulation's thread.</summary>
/// <param name="grain">Null for what is no grain's.</param>
internal sealed class SimScheduler(SimProcess process, IGrainContext? grain) : TaskScheduler
{
    private delegate void SetContext(IGrainContext? next, out IGrainContext? former);

    // Orleans marks by it which grain a thread works for, and keeps the way to set it to itself.
    private static readonly SetContext Set = typeof(IGrainContext).Assembly.GetType("Orleans.Runtime.RuntimeContext", throwOnError: true)!
        .GetMethod("SetExecutionContext", System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic)!
        .CreateDelegate<SetContext>();

    public Task Run(Func<Task> work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.None, this).Unwrap();

    protected override void QueueTask(Task task) => process.Post(() => Execute(task));

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && Current == this && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => [];

    private void Execute(Task task)
    {
        Set(grain, out var former);
        try
        {
            TryExecuteTask(task);
        }
        finally
        {
            Set(former, out _);
        }
    }
}
