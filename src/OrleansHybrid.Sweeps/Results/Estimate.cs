using MathNet.Numerics.Distributions;

namespace OrleansHybrid.Sweeps.Results;

/// <summary>A number measured once for each seed.</summary>
/// <param name="Count">Number of seeds that have the number, n.</param>
/// <param name="Mean">The mean over the seeds.</param>
/// <param name="Std">The sample standard deviation (divisor n - 1); null for a single number.</param>
public sealed record Estimate(int Count, double Mean, double? Std)
{
    /// <summary>Half the width of the mean's 95 % confidence interval (Student's t); null for a single number.</summary>
    public double? Margin95 => Std is { } std ? StudentT.InvCDF(0, 1, Count - 1, 0.975) * std / Math.Sqrt(Count) : null;

    /// <returns>Null for an empty list.</returns>
    public static Estimate? Of(IReadOnlyCollection<double> numbers)
    {
        if (numbers.Count == 0) return null;
        var mean = numbers.Average();
        var squares = numbers.Sum(number => (number - mean) * (number - mean));
        return new(numbers.Count, mean, numbers.Count > 1 ? Math.Sqrt(squares / (numbers.Count - 1)) : null);
    }
}
