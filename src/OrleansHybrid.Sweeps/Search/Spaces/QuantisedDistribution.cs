namespace OrleansHybrid.Sweeps.Search.Spaces;

/// <summary>
/// A number is drawn, then rounded to the nearest multiple of a step, as W&amp;B's <c>q_*</c> are; W&amp;B lets the result leave
/// the range, here it is the range's outermost multiple.
/// </summary>
internal sealed record QuantisedDistribution(Distribution Drawn, double Step) : Distribution
{
    /// <summary>The multiple's number; of what has a logarithm, 0 is none.</summary>
    private double First => Drawn.Low == 0 && !Drawn.Contains(0) ? 1 : Math.Ceiling(Drawn.Low / Step - 1e-9);

    private double Last => Math.Floor(Drawn.High / Step + 1e-9);

    public override string Signature => FormattableString.Invariant($"{Drawn.Signature} by {Step:R}");

    public override double Low => Multiple(First);

    public override double High => Multiple(Last);

    public override long? Count => double.IsFinite(Last - First) ? (long)(Last - First) + 1 : null;

    public override double At(double quantile) => Nearest(Drawn.At(quantile));

    public override double Nearest(double number) => Multiple(NumberOf(number));

    public override double QuantileOf(double value)
    {
        var number = NumberOf(value);
        var below = number <= First ? 0 : Drawn.QuantileOf((number - 0.5) * Step);
        return (below + (number >= Last ? 1 : Drawn.QuantileOf((number + 0.5) * Step))) / 2;
    }

    public override bool Contains(double value) => double.IsFinite(value) && value == Nearest(value);

    public override double ValueAt(long number) => Count is null ? base.ValueAt(number) : Multiple(First + number);

    private double NumberOf(double value) => Math.Clamp(Math.Round(value / Step), First, Last);

    private double Multiple(double number) => double.IsFinite(number) ? Rounding.ToStep(number * Step, Step) : number;
}
