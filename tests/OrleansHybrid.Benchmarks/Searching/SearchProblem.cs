using OrleansHybrid.Sweeps.Search.Spaces;
using OrleansHybrid.Sweeps.Simulation;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Benchmarks.Searching;

/// <summary>Something to search: a space and what each of its points is worth.</summary>
/// <param name="Name">Under which the peers' figures are kept.</param>
/// <param name="IsMaximised">Whether more is better.</param>
/// <param name="Value">Of a point.</param>
internal sealed record SearchProblem(string Name, Space Space, bool IsMaximised, Func<double[], double> Value)
{
    /// <summary>Functions that optimisers are compared on.</summary>
    public static IReadOnlyList<SearchProblem> Functions { get; } =
    [
        new("branin", Cube([-5, 0], [10, 15]), IsMaximised: false, Branin),
        new("hartmann6", Cube(new double[6], [1, 1, 1, 1, 1, 1]), IsMaximised: false, Hartmann),
        new("rastrigin5", Cube([.. Enumerable.Repeat(-5.12, 5)], [.. Enumerable.Repeat(5.12, 5)]), IsMaximised: false, Rastrigin),
    ];

    /// <exception cref="BenchmarkException">The file is no table of results.</exception>
    public static SearchProblem Of(string table)
    {
        try
        {
            var results = ResultsTable.Read(table);
            return new(results.Name, results.Space, results.Goal is Goal.Maximize, point => results.ValueOf(point));
        }
        catch (UnusableResultsException fault)
        {
            throw new BenchmarkException(fault.Message);
        }
    }

    /// <summary>Least value 0.397887.</summary>
    private static double Branin(double[] x)
    {
        var inner = x[1] - 5.1 / (4 * Math.PI * Math.PI) * x[0] * x[0] + 5 / Math.PI * x[0] - 6;
        return inner * inner + 10 * (1 - 1 / (8 * Math.PI)) * Math.Cos(x[0]) + 10;
    }

    /// <summary>Least value -3.32237.</summary>
    private static double Hartmann(double[] x)
    {
        double[] heights = [1, 1.2, 3, 3.2];
        double[][] widths = [[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]];
        double[][] places =
        [
            [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886], [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
            [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650], [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
        ];
        return -Enumerable.Range(0, 4)
            .Sum(i => heights[i] * Math.Exp(-Enumerable.Range(0, 6).Sum(j => widths[i][j] * Math.Pow(x[j] - places[i][j], 2))));
    }

    /// <summary>Least value 0.</summary>
    private static double Rastrigin(double[] x) => 10 * x.Length + x.Sum(number => number * number - 10 * Math.Cos(2 * Math.PI * number));

    private static Space Cube(double[] low, double[] high) =>
        new(low.Select((end, axis) => new SpaceAxis($"x{axis}", Distributions.Uniform(end, high[axis]).OrThrow())));
}
