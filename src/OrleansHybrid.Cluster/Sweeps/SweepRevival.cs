namespace OrleansHybrid.Cluster.Sweeps;

/// <summary>The reminder that brings a sweep's grain back elsewhere when its silo dies: nothing activates a grain by itself.</summary>
internal sealed class SweepRevival(IGrainBase grain)
{
    private const string Name = "revival";

    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    private bool? _isSet;

    /// <summary>Sets the reminder, or takes it away, unless it is so already.</summary>
    public async Task Set(bool isWanted)
    {
        if (_isSet == isWanted) return;
        if (isWanted) await grain.RegisterOrUpdateReminder(Name, Period, Period);
        else await Remove();
        _isSet = isWanted;
    }

    public async Task Remove()
    {
        if (await grain.GetReminder(Name) is { } reminder) await grain.UnregisterReminder(reminder);
    }
}
