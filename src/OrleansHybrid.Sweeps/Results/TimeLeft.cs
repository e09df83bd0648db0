namespace OrleansHybrid.Sweeps.Results;

/// <summary>The estimated time until a sweep is finished, and its basis.</summary>
/// <param name="Time">The time with as many trials at once as run now.</param>
/// <param name="Trials">Number of trials still to be trained; a trial that has begun counts as the fraction that is left.</param>
/// <param name="Trained">Number of completed trainings on which the estimate is based.</param>
/// <param name="AtOnce">Number of running trials on which the estimate is based.</param>
public sealed record TimeLeft(TimeSpan Time, double Trials, int Trained, int AtOnce)
{
    /// <param name="trained">The durations of completed trainings.</param>
    /// <param name="trials">Number of completed trainings.</param>
    /// <param name="running">The running trials.</param>
    /// <param name="waiting">The waiting trials in their order, or an even sample of them.</param>
    /// <param name="waits">Number of waiting trials.</param>
    /// <returns>Null without a basis: nothing runs, or no trial has been measured.</returns>
    public static TimeLeft? Of(
        TrialTimes trained, int trials, IReadOnlyList<TrialPart> running, IReadOnlyList<TrialPart> waiting, int waits)
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

    /// <summary>
    /// The end of the last trial if each waiting trial starts on the first free slot. At the end, the longest trial may run alone.
    /// </summary>
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

/// <summary>A trial that has not ended.</summary>
/// <param name="Cost">The cost of its settings.</param>
/// <param name="Done">The completed fraction, in [0, 1].</param>
/// <param name="Seconds">The estimated total time by its own pace; null while it is not yet known.</param>
public readonly record struct TrialPart(TrainingCost Cost, double Done, double? Seconds = null);
