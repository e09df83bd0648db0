namespace OrleansHybrid.Sweeps.Scheduling;

/// <summary>A sweep's claim to slots among other sweeps.</summary>
/// <param name="Priority">The priority; while a sweep has trials to start, no sweep of lower priority gets a slot.</param>
/// <param name="Weight">The weight; sweeps with the same priority share the slots in proportion to their weights.</param>
/// <param name="MaxSlots">Slots that the sweep may occupy at once; null is no limit.</param>
public sealed record SweepShare(int Priority = 0, double Weight = 1, int? MaxSlots = null)
{
    public const int LowestPriority = -100, HighestPriority = 100;
}
