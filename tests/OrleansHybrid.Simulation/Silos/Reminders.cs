using Orleans.Timers;

namespace OrleansHybrid.Simulation.Silos;

/// <summary>The reminders, which outlive every silo.</summary>
internal sealed class Reminders(Worlds.World world) : IReminderRegistry
{
    private readonly Dictionary<GrainId, Reminder> _set = [];

    public Task<IGrainReminder> RegisterOrUpdateReminder(GrainId callingGrainId, string reminderName, TimeSpan dueTime, TimeSpan period) =>
        Task.FromResult<IGrainReminder>(Set(callingGrainId, new(reminderName, period)));

    public Task UnregisterReminder(GrainId callingGrainId, IGrainReminder reminder)
    {
        _set.Remove(callingGrainId);
        return Task.CompletedTask;
    }

    public Task<IGrainReminder?> GetReminder(GrainId callingGrainId, string reminderName) =>
        Task.FromResult<IGrainReminder?>(_set.GetValueOrDefault(callingGrainId));

    public Task<List<IGrainReminder>> GetReminders(GrainId callingGrainId) => throw new NotSupportedException();

    /// <returns>Sets them again as they are now: they lie where the states of grains do.</returns>
    public Action Copy()
    {
        var copy = _set.ToList();
        return () =>
        {
            _set.Clear();
            foreach (var (grain, reminder) in copy) Set(grain, reminder with { });
        };
    }

    private Reminder Set(GrainId grain, Reminder reminder)
    {
        _set[grain] = reminder;
        Schedule(grain, reminder);
        return reminder;
    }

    private void Schedule(GrainId grain, Reminder reminder) => world.Agenda.After(reminder.Period, () =>
    {
        if (!ReferenceEquals(_set.GetValueOrDefault(grain), reminder)) return;
        Schedule(grain, reminder);
        if (world.Silos.FirstOrDefault(silo => silo is { IsControl: true, IsMember: true, Process.IsAlive: true }) is not { } silo) return;
        world.Calls.Send(
            new(new(silo.Process, silo), grain, "Remind", false, [], _ => Task.CompletedTask, _ => { }), _ => { });
    });

    private sealed record Reminder(string ReminderName, TimeSpan Period) : IGrainReminder;
}
