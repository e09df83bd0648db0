using System.Globalization;

namespace OrleansHybrid.Sweeps.Search.Spaces;

/// <summary>Every distribution that a setting can have, or why it cannot have it.</summary>
public static class Distributions
{
    /// <summary>Every number of a range is as likely as every other.</summary>
    public static DistributionDraft Uniform(double low, double high) =>
        Ends(low, high) is { } fault ? fault : DistributionDraft.Of(new UniformRange(low, high));

    /// <summary>
    /// Every order of magnitude of a range is as likely as every other. The inverse of such a number is distributed alike.
    /// </summary>
    public static DistributionDraft LogUniform(double low, double high) =>
        Ends(low, high) is { } fault ? fault
        : low <= 0 ? DistributionDraft.Refused(RangePart.Low, $"{Text(low)} has no logarithm: raise it above 0, or take a linear scale")
        : DistributionDraft.Of(new LogUniformRange(low, high));

    /// <summary>Every number from <paramref name="low"/> on in steps is as likely as every other.</summary>
    public static DistributionDraft Stepped(double low, double high, double step)
    {
        if (low == high && double.IsFinite(low)) return Constant(low);
        if (Ends(low, high) is { } fault) return fault;
        if (!(step > 0 && double.IsFinite(step))) return DistributionDraft.Refused(RangePart.Step, $"{Text(step)} must be more than 0");
        var steps = (high - low) / step;
        if (steps > SteppedRange.MostSteps)
            return DistributionDraft.Refused(
                RangePart.Step, $"{Text(step)} gives more values than can be counted: take a longer one, or none");
        var whole = Math.Round(steps);
        return whole < 1 || Math.Abs(steps - whole) > 1e-6
            ? DistributionDraft.Refused(
                RangePart.Step,
                $"{Text(step)} does not divide the range from {Text(low)} to {Text(high)}: "
                + $"end it at {Text(Rounding.ToStep(low + Math.Max(1, Math.Floor(steps)) * step, step))}, or take another step")
            : DistributionDraft.Of(new SteppedRange(low, step, (long)whole + 1));
    }

    /// <summary>Every whole number of a range, both ends among them, is as likely as every other.</summary>
    public static DistributionDraft WholeNumbers(double low, double high) => NotWhole(low, high) ?? Stepped(low, high, 1);

    /// <summary>Whole numbers of a range, every order of magnitude as likely as every other.</summary>
    public static DistributionDraft LogWholeNumbers(double low, double high) =>
        NotWhole(low, high) is { } fault ? fault
        : low == high ? Constant(low)
        : Ends(low, high) is { } other ? other
        : low < 1 ? DistributionDraft.Refused(RangePart.Low, $"{Text(low)} has no logarithm: raise it to 1, or take a linear scale")
        : DistributionDraft.Of(new LogWholeRange(low, high));

    /// <summary>A normal distribution.</summary>
    public static DistributionDraft Normal(double mean, double deviation) =>
        Bell(mean, deviation) ?? DistributionDraft.Of(new NormalDistribution(mean, deviation));

    /// <summary>Of numbers whose natural logarithm has a normal distribution.</summary>
    public static DistributionDraft LogNormal(double mean, double deviation) =>
        Bell(mean, deviation) ?? DistributionDraft.Of(new LogNormalDistribution(mean, deviation));

    /// <summary>A beta distribution, from 0 to 1.</summary>
    public static DistributionDraft Beta(double firstShape, double secondShape)
    {
        static bool IsShape(double shape) => shape > 0 && double.IsFinite(shape);
        return !IsShape(firstShape) ? DistributionDraft.Refused(RangePart.FirstShape, $"{Text(firstShape)} must be more than 0")
            : !IsShape(secondShape) ? DistributionDraft.Refused(RangePart.SecondShape, $"{Text(secondShape)} must be more than 0")
            : DistributionDraft.Of(new BetaDistribution(firstShape, secondShape));
    }

    /// <summary>A number is drawn, then rounded to the nearest multiple; what would leave the range is its outermost multiple.</summary>
    /// <param name="drawn">A continuous distribution.</param>
    /// <param name="step">What all values are multiples of.</param>
    public static DistributionDraft Quantised(Distribution drawn, double step)
    {
        ArgumentNullException.ThrowIfNull(drawn);
        if (!(step > 0 && double.IsFinite(step))) return DistributionDraft.Refused(RangePart.Step, $"{Text(step)} must be more than 0");
        if ((drawn.High - drawn.Low) / step > SteppedRange.MostSteps && double.IsFinite(drawn.High - drawn.Low))
            return DistributionDraft.Refused(
                RangePart.Step, $"{Text(step)} gives more values than can be counted: take a longer one, or none");
        var quantised = new QuantisedDistribution(drawn, step);
        return quantised.Low > quantised.High
            ? DistributionDraft.Refused(
                RangePart.Step, $"no multiple of {Text(step)} lies between {Text(drawn.Low)} and {Text(drawn.High)}: take a shorter one")
            : DistributionDraft.Of(quantised);
    }

    /// <summary>One of several categories, each as likely as every other.</summary>
    public static DistributionDraft Categories(int count) =>
        count < 1
            ? DistributionDraft.Refused(RangePart.Values, "are none: list at least one")
            : DistributionDraft.Of(new Categorical(count));

    /// <summary>One of several categories.</summary>
    /// <param name="count">How many categories there are.</param>
    /// <param name="probabilities">How likely each of them is; they add up to 1.</param>
    public static DistributionDraft Categories(int count, IReadOnlyList<double> probabilities)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        if (count < 1) return Categories(count);
        if (probabilities.Count != count)
            return DistributionDraft.Refused(RangePart.Probabilities, $"are {probabilities.Count} for {count} values: give one for each");
        foreach (var probability in probabilities)
        {
            if (!(probability >= 0 && double.IsFinite(probability)))
                return DistributionDraft.Refused(
                    RangePart.Probabilities, $"{Text(probability)} is no probability: it lies between 0 and 1");
            if (probability == 0)
                return DistributionDraft.Refused(RangePart.Probabilities, "0 means that a value is never drawn: take both out");
        }

        return Math.Abs(probabilities.Sum() - 1) > 1e-6
            ? DistributionDraft.Refused(RangePart.Probabilities, $"add up to {Text(Math.Round(probabilities.Sum(), 9))}, not to 1")
            : DistributionDraft.Of(new Categorical(count, [.. probabilities]));
    }

    /// <summary>A single value.</summary>
    public static DistributionDraft Constant(double value) => double.IsFinite(value)
        ? DistributionDraft.Of(new SingleValue(value))
        : DistributionDraft.Refused(RangePart.Values, $"{Text(value)} is no number");

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static DistributionDraft? Ends(double low, double high) =>
        !double.IsFinite(low) ? DistributionDraft.Refused(RangePart.Low, $"{Text(low)} is no end of a range: give a number")
        : !double.IsFinite(high) ? DistributionDraft.Refused(RangePart.High, $"{Text(high)} is no end of a range: give a number")
        : low > high ? DistributionDraft.Refused(RangePart.High, $"{Text(high)} must be more than the lower end, {Text(low)}")
        : low == high
            ? DistributionDraft.Refused(
                RangePart.High, $"{Text(high)} is the lower end too, which leaves nothing to draw: give the value itself")
        : !double.IsFinite(high - low)
            ? DistributionDraft.Refused(RangePart.High, $"{Text(high)} is too far from the lower end, {Text(low)}")
        : null;

    private static DistributionDraft? NotWhole(double low, double high) =>
        double.IsFinite(low) && low != Math.Floor(low) ? DistributionDraft.Refused(RangePart.Low, $"{Text(low)} is no whole number")
        : double.IsFinite(high) && high != Math.Floor(high) ? DistributionDraft.Refused(RangePart.High, $"{Text(high)} is no whole number")
        : null;

    private static DistributionDraft? Bell(double mean, double deviation) =>
        !double.IsFinite(mean) ? DistributionDraft.Refused(RangePart.Mean, $"{Text(mean)} is no number")
        : !(deviation > 0 && double.IsFinite(deviation))
            ? DistributionDraft.Refused(RangePart.Deviation, $"{Text(deviation)} must be more than 0")
        : null;
}
