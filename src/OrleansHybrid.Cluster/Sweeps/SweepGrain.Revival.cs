using Microsoft.Extensions.Logging;
using OrleansHybrid.Cluster.Storage;

namespace OrleansHybrid.Cluster.Sweeps;

/// <remarks>
/// Nothing activates a grain by itself. While its sweep goes on, a timer keeps this one in memory and takes back what lost
/// agents hold, and a reminder, which outlives every silo, brings it back elsewhere when its silo dies.
/// </remarks>
internal sealed partial class SweepGrain : IRemindable
{
    private const string RevivalName = "revival";

    private static readonly TimeSpan
        RevivalPeriod = TimeSpan.FromMinutes(1), WatchPeriod = TimeSpan.FromSeconds(1), MemoryTime = TimeSpan.FromMinutes(2), DurationStep = TimeSpan.FromMinutes(1);

    private IGrainTimer? _watch;
    private bool? _isReminded;

    /// <summary>To be called is all that it takes.</summary>
    public Task ReceiveReminder(string reminderName, TickStatus status) => Task.CompletedTask;

    private void StayAlive() => _watch ??= this.RegisterGrainTimer(Watch, new() { DueTime = WatchPeriod, Period = WatchPeriod });

    private async Task Watch()
    {
        if (_sweep is not { } sweep) return;
        var goesOn = !sweep.Ledger.IsFinished;
        if (goesOn)
        {
            DelayDeactivation(MemoryTime);
            sweep.Refresh();
            Save();
            await SaveDuration(sweep);
        }

        if (_isReminded == goesOn) return;
        try
        {
            if (goesOn) await this.RegisterOrUpdateReminder(RevivalName, RevivalPeriod, RevivalPeriod);
            else if (await this.GetReminder(RevivalName) is { } reminder) await this.UnregisterReminder(reminder);
            _isReminded = goesOn;
        }
        catch (Exception failure)
        {
            // Whatever is wrong with the reminders, the next tick tries again.
            LogNotReminded(this.GetPrimaryKeyString(), failure.Message);
        }
    }

    private async Task SaveDuration(ActiveSweep sweep)
    {
        if (IsBeingDeleted || sweep.Duration is not { } duration || duration - (record.State.Duration ?? TimeSpan.Zero) < DurationStep) return;
        try
        {
            await record.Save(record.State with { Duration = duration });
        }
        catch (Exception failure)
        {
            LogNotSaved(this.GetPrimaryKeyString(), failure.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Sweep}: its reminder is not set, will try again: {Message}")]
    private partial void LogNotReminded(string sweep, string message);
}
