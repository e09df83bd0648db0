namespace OrleansHybrid.Cluster.Sweeps;

/// <summary>The work of a timer that watches a sweep: it takes back the leases of lost agents and saves the sweep's duration.</summary>
internal sealed class SweepWatch(OpenSweep sweep, LedgerSaving saving, SweepRevival revival)
{
    private static readonly TimeSpan DurationStep = TimeSpan.FromMinutes(1);

    public bool GoesOn => !saving.HasFinished;

    public async Task Tick()
    {
        var goesOn = GoesOn;
        if (goesOn)
        {
            sweep.Active.Refresh();
            saving.Begin();
            await SaveDuration();
        }

        try
        {
            await revival.Set(goesOn);
        }
        catch (Exception failure)
        {
            // Whatever is wrong with the reminders, the next tick tries again.
            sweep.Log.LogNotReminded(sweep.Id, failure.Message);
        }
    }

    private async Task SaveDuration()
    {
        var saved = sweep.Record.Duration ?? TimeSpan.Zero;
        if (sweep.IsBeingDeleted || sweep.Active.Duration is not { } duration || duration - saved < DurationStep) return;
        try
        {
            await sweep.Save(sweep.Record with { Duration = duration });
        }
        catch (Exception failure)
        {
            sweep.Log.LogNotSaved(sweep.Id, failure.Message);
        }
    }
}
