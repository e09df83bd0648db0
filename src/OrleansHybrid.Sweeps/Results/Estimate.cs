using MathNet.Numerics.Distributions;

namespace OrleansHybrid.Sweeps.Results;

/// <summary>A number measured once a seed.</summary>
/// <param name="Count">Seeds that have the number, n.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Std">Their sample standard deviation (divisor n - 1); null for a single one, which tells of no spread.</param>
public sealed record Estimate(int Count, double Mean, double? Std)
{
    /// <summary>The mean's 95 % confidence interval reaches so far to both sides (Student's t); null for a single number.</summary>
    public double? Margin95 => Std is { } std ? StudentT.InvCDF(0, 1, Count - 1, 0.975) * std / Math.Sqrt(Count) : null;

    /// <returns>Null where there are no numbers.</returns>
    public static Estimate? Of(IReadOnlyCollection<double> numbers)
    {
        if (numbers.Count == 0) return null;
        var mean = numbers.Average();
        var squares = numbers.Sum(number => (number - mean) * (number - mean));
        return new(numbers.Count, mean, numbers.Count > 1 ? Math.Sqrt(squares / (numbers.Count - 1)) : null);
    }
}
