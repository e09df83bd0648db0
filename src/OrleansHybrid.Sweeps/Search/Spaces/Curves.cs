using MathNet.Numerics.Distributions;

namespace OrleansHybrid.Sweeps.Search.Spaces;

/// <summary>A normal distribution.</summary>
internal sealed record NormalDistribution(double Mean, double Deviation) : Distribution
{
    public override string Signature => FormattableString.Invariant($"normal {Mean:R} {Deviation:R}");

    public override double Low => double.NegativeInfinity;

    public override double High => double.PositiveInfinity;

    public override double At(double quantile) => Nearest(Normal.InvCDF(Mean, Deviation, quantile));

    public override double Nearest(double number) => Rounding.ToWidth(number, Deviation);

    public override double QuantileOf(double value) => Normal.CDF(Mean, Deviation, value);

    public override bool Contains(double value) => double.IsFinite(value);
}

/// <summary>Of numbers above 0 whose natural logarithm has a normal distribution.</summary>
/// <param name="Mean">Of the logarithms.</param>
/// <param name="Deviation">Of the logarithms.</param>
internal sealed record LogNormalDistribution(double Mean, double Deviation) : Distribution
{
    public override string Signature => FormattableString.Invariant($"log-normal {Mean:R} {Deviation:R}");

    public override double Low => 0;

    public override double High => double.PositiveInfinity;

    public override double At(double quantile) => Nearest(Math.Exp(Normal.InvCDF(Mean, Deviation, quantile)));

    public override double Nearest(double number) =>
        Math.Clamp(Rounding.ToDigits(number, Math.Exp(Mean) * Deviation), double.Epsilon, double.MaxValue);

    public override double QuantileOf(double value) => Normal.CDF(Mean, Deviation, Math.Log(value));

    public override bool Contains(double value) => value > 0 && double.IsFinite(value);
}

/// <summary>A beta distribution.</summary>
internal sealed record BetaDistribution(double FirstShape, double SecondShape) : Distribution
{
    public override string Signature => FormattableString.Invariant($"beta {FirstShape:R} {SecondShape:R}");

    public override double Low => 0;

    public override double High => 1;

    public override double At(double quantile) => Nearest(Beta.InvCDF(FirstShape, SecondShape, quantile));

    public override double Nearest(double number) => Math.Clamp(Rounding.ToWidth(number, 1), 0, 1);

    public override double QuantileOf(double value) => Beta.CDF(FirstShape, SecondShape, value);
}
