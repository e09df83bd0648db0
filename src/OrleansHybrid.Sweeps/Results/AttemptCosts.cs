using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Results;

/// <summary>What a sweep's attempts cost, in hours of slots, and how they ended. Of a trial with very many, the newest hundred count.</summary>
/// <param name="SlotHours">Of all attempts; a trial on two slots takes two for each of its hours.</param>
/// <param name="LostHours">Those whose work was thrown away.</param>
/// <param name="Restarts">Attempts beyond each trial's first.</param>
/// <param name="Ends">The attempts by their end; an end that none has is absent.</param>
public sealed record AttemptCosts(double SlotHours, double LostHours, int Restarts, IReadOnlyList<AttemptEndCost> Ends)
{
    public static AttemptCosts Of(IReadOnlyList<TrialOutcome> outcomes)
    {
        var ends = (from outcome in outcomes
                    from attempt in outcome.Attempts
                    let slots = SlotTimeline.SlotsOf(attempt.Slot).Length
                    group (Hours: slots * attempt.Seconds / 3600, Lost: slots * attempt.LostSeconds / 3600) by attempt.End into end
                    orderby end.Key
                    select new AttemptEndCost(end.Key, end.Count(), end.Sum(attempt => attempt.Hours), end.Sum(attempt => attempt.Lost))).ToList();
        return new(ends.Sum(end => end.SlotHours), ends.Sum(end => end.LostHours), outcomes.Sum(outcome => Math.Max(0, outcome.Row.Attempts - 1)), ends);
    }
}

public sealed record AttemptEndCost(AttemptEnd End, int Attempts, double SlotHours, double LostHours);
