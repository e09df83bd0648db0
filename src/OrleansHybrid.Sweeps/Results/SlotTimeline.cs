using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Results;

/// <summary>The trials that each slot trained, with their times.</summary>
/// <param name="Slots">
/// The lines, in order. Attempts on one slot that overlap, such as those of two silos on one machine, have a line each.
/// </param>
/// <param name="Bars">
/// The bars in the order of their beginning; of more than <see cref="MostBars"/>, the interrupted ones and the newest others.
/// </param>
/// <param name="LeftOut">Number of bars that are left out.</param>
public sealed record SlotTimeline(IReadOnlyList<string> Slots, IReadOnlyList<TimelineBar> Bars, int LeftOut)
{
    public const int MostBars = 6_000;

    /// <param name="now">The time of the outcomes: a running trial has its slots until then.</param>
    public static SlotTimeline Of(IEnumerable<TrialOutcome> outcomes, DateTimeOffset now)
    {
        var all = (from outcome in outcomes
                   from attempt in outcome.Attempts
                   let ended = attempt.End is AttemptEnd.Open && outcome.Row.State is TrialState.Running ? now : attempt.Ended
                   select (
                       Trial: outcome.Spec.Id.Index, Attempt: attempt with { Seconds = (ended - attempt.Began).TotalSeconds })).ToList();
        var shown = all.OrderBy(bar => bar.Attempt.End is AttemptEnd.Completed)
            .ThenByDescending(bar => bar.Attempt.Began)
            .Take(MostBars)
            .ToList();
        var areOnOneHost = shown.Select(bar => Host(bar.Attempt.Slot)).Distinct().Count() == 1;
        var lanes = (from bar in shown
                     from slot in SlotsOf(bar.Attempt.Slot)
                     group (bar.Trial, bar.Attempt) by (Host: areOnOneHost ? "" : Host(bar.Attempt.Slot) + " ", Slot: slot) into line
                     orderby line.Key.Host, line.Key.Slot.Length, line.Key.Slot
                     from lane in Lanes(line)
                     select (Name: line.Key.Host + line.Key.Slot, Bars: lane)).ToList();
        return new(
            [.. lanes.Select(lane => lane.Name)],
            [
                .. lanes
                    .SelectMany((lane, place) => lane.Bars.Select(bar => new TimelineBar(place, bar.Trial, bar.Attempt)))
                    .OrderBy(bar => bar.Attempt.Began),
            ],
            all.Count - shown.Count);
    }

    /// <summary>The names of an attempt's slots.</summary>
    internal static string[] SlotsOf(string place) => place[(place.LastIndexOf('/') + 1)..].Split('+');

    // A silo that has started again may have another port.
    private static string Host(string place)
    {
        var silo = place[..Math.Max(0, place.LastIndexOf('/'))];
        return silo.LastIndexOf(':') is > 0 and var port ? silo[..port] : silo;
    }

    private static List<List<(int Trial, AttemptRecord Attempt)>> Lanes(IEnumerable<(int Trial, AttemptRecord Attempt)> bars)
    {
        var lanes = new List<List<(int Trial, AttemptRecord Attempt)>>();
        foreach (var bar in bars.OrderBy(bar => bar.Attempt.Began))
        {
            // Records of two silos' clocks may touch.
            var free = lanes.Find(lane => lane[^1].Attempt.Ended <= bar.Attempt.Began.AddSeconds(1));
            if (free is null) lanes.Add(free = []);
            free.Add(bar);
        }

        return lanes;
    }
}

/// <param name="Line">Index of its slot in the timeline.</param>
/// <param name="Trial">The trial's index.</param>
public sealed record TimelineBar(int Line, int Trial, AttemptRecord Attempt);
