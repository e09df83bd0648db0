using Orleans.Timers;

namespace OrleansHybrid.Simulation.Silos;

/// <summary>The reminders, which outlive every silo.</summary>
internal sealed class Reminders(Worlds.World world) : IReminderRegistry
{
    private readonly Dictionary<GrainId, Reminder> _set = [];

    public Task<IGrainReminder> RegisterOrUpdateReminder(GrainId callingGrainId, string reminderName, TimeSpan dueTime, TimeSpan period)
    {
        var reminder = _set[callingGrainId] = new(reminderName);
        Schedule(callingGrainId, reminder, period);
        return Task.FromResult<IGrainReminder>(reminder);
    }

    public Task UnregisterReminder(GrainId callingGrainId, IGrainReminder reminder)
    {
        _set.Remove(callingGrainId);
        return Task.CompletedTask;
    }

    public Task<IGrainReminder?> GetReminder(GrainId callingGrainId, string reminderName) =>
        Task.FromResult<IGrainReminder?>(_set.GetValueOrDefault(callingGrainId));

    public Task<List<IGrainReminder>> GetReminders(GrainId callingGrainId) => throw new NotSupportedException();

    private void Schedule(GrainId grain, Reminder reminder, TimeSpan period) => world.Agenda.After(period, () =>
    {
        if (_set.GetValueOrDefault(grain) != reminder) return;
        Schedule(grain, reminder, period);
        if (world.Silos.FirstOrDefault(silo => silo is { IsControl: true, IsMember: true, Process.IsAlive: true }) is not { } silo) return;
        world.Calls.Send(
            new(new(silo.Process, silo), grain, "Remind", false, [], _ => Task.CompletedTask, _ => { }), _ => { });
    });

    private sealed record Reminder(string ReminderName) : IGrainReminder;
}
