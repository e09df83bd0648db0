using OrleansHybrid.Sweeps.Doctor;

namespace OrleansHybrid.Cli.Doctor;

/// <summary>One question about a machine that needs no training.</summary>
/// <param name="name">One word.</param>
internal abstract class MachineCheck(string name) : Check(name)
{
    // The driver's tool has 10 s of its own, and a server two attempts of 10 s.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(25);

    protected abstract Task<CheckResult> Run(Machine machine, CancellationToken stop);

    /// <summary>The answer, whatever happens on the way to it.</summary>
    public Task<CheckResult> Answer(Machine machine, CancellationToken stop) => Answer(machine, Patience, TimeProvider.System, stop);

    internal async Task<CheckResult> Answer(Machine machine, TimeSpan patience, TimeProvider time, CancellationToken stop)
    {
        try
        {
            // On a thread of its own: a disk or a driver that hangs takes it along.
            var running = Task.Factory.StartNew(
                () => Run(machine, stop), stop, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
            return await running.WaitAsync(patience, time, stop);
        }
        catch (TimeoutException)
        {
            return Broken(
                $"no answer within {patience.TotalSeconds:0} s",
                "What it asks hangs: a disk, a driver or a server. Run it alone with --only and --verbose.");
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            return CheckResult.Explained(Name, CheckState.Broken, failure.Message);
        }
    }
}
