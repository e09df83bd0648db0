using OrleansHybrid.Sweeps.Protocol;

namespace OrleansHybrid.Benchmarks.Measuring;

/// <summary>A benchmark's last line on standard output: what was measured, as one JSON object.</summary>
internal static class Outcome
{
    /// <param name="benchmark">Its name on the command line.</param>
    /// <param name="figures">With a unit in each name.</param>
    /// <param name="ratios">What does not depend on the machine's speed.</param>
    public static void Print(string benchmark, object figures, object ratios) =>
        Console.WriteLine(
            ProtocolJson.Write(new { Benchmark = benchmark, Cores = Environment.ProcessorCount, Figures = figures, Ratios = ratios }));
}
