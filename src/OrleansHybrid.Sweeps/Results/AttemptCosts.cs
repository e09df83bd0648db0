using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Results;

/// <summary>
/// The cost of a sweep's attempts in slot hours, and their ends. Of a trial with very many attempts, the newest hundred count.
/// </summary>
/// <param name="SlotHours">Slot hours of all attempts; a trial on two slots takes two for each hour.</param>
/// <param name="LostHours">Slot hours without lasting work.</param>
/// <param name="Restarts">Attempts beyond each trial's first.</param>
/// <param name="Ends">Number of attempts by their end; an end without attempts is absent.</param>
public sealed record AttemptCosts(double SlotHours, double LostHours, int Restarts, IReadOnlyList<AttemptEndCost> Ends)
{
    public static AttemptCosts Of(IReadOnlyList<TrialOutcome> outcomes)
    {
        var ends = (from outcome in outcomes
                    from attempt in outcome.Attempts
                    let slots = SlotTimeline.SlotsOf(attempt.Slot).Length
                    group (Hours: slots * attempt.Seconds / 3600, Lost: slots * attempt.LostSeconds / 3600) by attempt.End into end
                    orderby end.Key
                    select new AttemptEndCost(
                        end.Key, end.Count(), end.Sum(attempt => attempt.Hours), end.Sum(attempt => attempt.Lost))).ToList();
        return new(
            ends.Sum(end => end.SlotHours),
            ends.Sum(end => end.LostHours),
            outcomes.Sum(outcome => Math.Max(0, outcome.Row.Attempts - 1)),
            ends);
    }
}

public sealed record AttemptEndCost(AttemptEnd End, int Attempts, double SlotHours, double LostHours);
