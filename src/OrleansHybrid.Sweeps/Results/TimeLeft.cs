namespace OrleansHybrid.Sweeps.Results;

/// <summary>When a sweep may be done, and what that is reckoned from.</summary>
/// <param name="Time">With as many trials at once as run now.</param>
/// <param name="Trials">Trials still to be trained; one that has begun counts by what is left of it.</param>
/// <param name="Trained">Trials that were trained to their end, whose times it goes by.</param>
/// <param name="AtOnce">Trials that run now, whose own pace it goes by.</param>
public sealed record TimeLeft(TimeSpan Time, double Trials, int Trained, int AtOnce)
{
    /// <param name="trained">How long trials took that are over.</param>
    /// <param name="trials">Their number.</param>
    /// <param name="running">What runs.</param>
    /// <param name="waiting">What waits, in its order, or an even sample of that.</param>
    /// <param name="waits">Trials that wait.</param>
    /// <returns>Null where there is nothing to reckon from: nothing runs, or none has been measured.</returns>
    public static TimeLeft? Of(TrialTimes trained, int trials, IReadOnlyList<TrialPart> running, IReadOnlyList<TrialPart> waiting, int waits)
    {
        if (running.Count == 0) return null;
        var times = trained.Copy();
        foreach (var trial in running)
            if (trial.Seconds is { } seconds)
                times.Add(trial.Cost, seconds);

        double? Left(TrialPart trial) => (trial.Seconds ?? times.Of(trial.Cost)) * (1 - trial.Done);
        double?[] rest = [.. running.Select(Left)], next = [.. waiting.Select(Left)];
        if (rest.Contains(null) || next.Contains(null)) return null;
        var left = running.Sum(trial => 1 - trial.Done) + (waiting.Count == 0 ? 0 : waiting.Average(trial => 1 - trial.Done) * waits);
        var time = waits > waiting.Count && waiting.Count > 0
            ? Math.Max(rest.Max()!.Value, (rest.Sum()!.Value + next.Average()!.Value * waits) / running.Count)
            : LastEnd(rest, next);
        return new(TimeSpan.FromSeconds(time), left, trials, running.Count);
    }

    /// <summary>When the last of all ends, if each that waits begins where the first slot falls free: the longest may be alone at the end.</summary>
    private static double LastEnd(double?[] rest, double?[] next)
    {
        var ends = new PriorityQueue<double, double>(rest.Select(end => (end!.Value, end.Value)));
        var last = rest.Max()!.Value;
        foreach (var seconds in next)
        {
            var end = ends.Dequeue() + seconds!.Value;
            ends.Enqueue(end, end);
            last = Math.Max(last, end);
        }

        return last;
    }
}

/// <summary>A trial that is not over.</summary>
/// <param name="Cost">What its settings cost.</param>
/// <param name="Done">The part of it that is done, in [0, 1].</param>
/// <param name="Seconds">What the whole of it takes by its own pace; null where that does not show yet.</param>
public readonly record struct TrialPart(TrainingCost Cost, double Done, double? Seconds = null);
