namespace OrleansHybrid.Cli.Watching;

/// <summary>Estimates the time left from the part done since watching began, so that a resumed sweep is not credited with old work.</summary>
internal sealed class Pace
{
    private const double LeastProgress = 0.01;

    private (double Fraction, TimeSpan At)? _start;

    /// <param name="fraction">Part of the whole that is done, in [0, 1].</param>
    /// <param name="elapsed">Time since watching began.</param>
    /// <returns>Null until a hundredth of the whole was done under watch.</returns>
    public TimeSpan? Remaining(double fraction, TimeSpan elapsed)
    {
        _start ??= (fraction, elapsed);
        var (startFraction, startedAt) = _start.Value;
        var progress = fraction - startFraction;
        return progress < LeastProgress ? null : (elapsed - startedAt) * ((1 - fraction) / progress);
    }
}
