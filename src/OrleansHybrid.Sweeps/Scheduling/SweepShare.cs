namespace OrleansHybrid.Sweeps.Scheduling;

/// <summary>A sweep's claim on the slots, beside other sweeps.</summary>
/// <param name="Priority">Higher goes first: as long as a sweep has trials to start, none of lower priority gets a slot.</param>
/// <param name="Weight">Sweeps of one priority share the slots in proportion to their weights.</param>
/// <param name="MaxSlots">Slots that the sweep may occupy at once; null has no limit.</param>
public sealed record SweepShare(int Priority = 0, double Weight = 1, int? MaxSlots = null)
{
    public const int LowestPriority = -100, HighestPriority = 100;
}
