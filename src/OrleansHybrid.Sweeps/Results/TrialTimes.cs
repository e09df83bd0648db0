namespace OrleansHybrid.Sweeps.Results;

/// <summary>
/// How long the trials of a sweep take: what was measured of trainings of the same cost, or else what all that was measured says of
/// one with its settings.
/// </summary>
public sealed class TrialTimes
{
    private readonly Dictionary<TrainingCost, (double Seconds, int Trials)> _measured = [];
    private double _seconds, _units;

    /// <param name="seconds">Time that a trial of this cost had its slots, or will have had by its own pace.</param>
    public void Add(TrainingCost cost, double seconds)
    {
        var known = _measured.GetValueOrDefault(cost);
        _measured[cost] = (known.Seconds + seconds, known.Trials + 1);
        (_seconds, _units) = (_seconds + seconds, _units + cost.Units);
    }

    public TrialTimes Copy()
    {
        var copy = new TrialTimes { _seconds = _seconds, _units = _units };
        foreach (var (cost, known) in _measured) copy._measured[cost] = known;
        return copy;
    }

    /// <returns>Null where nothing was measured yet.</returns>
    public double? Of(TrainingCost cost) =>
        _measured.TryGetValue(cost, out var known) ? known.Seconds / known.Trials
        : _units > 0 ? _seconds / _units * cost.Units
        : null;
}
