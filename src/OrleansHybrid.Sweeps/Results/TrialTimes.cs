namespace OrleansHybrid.Sweeps.Results;

/// <summary>
/// The training time of a sweep's trials: measured on trainings of the same cost, else estimated from all measured
/// trainings.
/// </summary>
public sealed class TrialTimes
{
    private readonly Dictionary<TrainingCost, (double Seconds, int Trials)> _measured = [];
    private double _seconds, _units;

    /// <param name="seconds">Slot time of a trial of this cost, measured or estimated by its own pace.</param>
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

    /// <returns>Null while nothing was measured.</returns>
    public double? Of(TrainingCost cost) =>
        _measured.TryGetValue(cost, out var known) ? known.Seconds / known.Trials
        : _units > 0 ? _seconds / _units * cost.Units
        : null;
}
