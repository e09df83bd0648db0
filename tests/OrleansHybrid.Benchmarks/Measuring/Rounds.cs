namespace OrleansHybrid.Benchmarks.Measuring;

/// <summary>Measures several things in turn, round after round, so that what slows the machine for a while slows them all.</summary>
internal static class Rounds
{
    /// <param name="rounds">How often each is measured.</param>
    /// <param name="measures">Measures one thing once, by name.</param>
    /// <param name="stop">Ends it early.</param>
    /// <returns>The median figure of each.</returns>
    public static async Task<Dictionary<string, double>> Interleave(
        int rounds, IReadOnlyDictionary<string, Func<Task<double>>> measures, CancellationToken stop)
    {
        var figures = measures.Keys.ToDictionary(name => name, _ => new List<double>());
        for (var round = 0; round < rounds; round++)
            foreach (var (name, measure) in measures)
            {
                stop.ThrowIfCancellationRequested();
                var figure = await measure();
                figures[name].Add(figure);
                await Console.Error.WriteLineAsync(FormattableString.Invariant($"round {round + 1}/{rounds}  {name}  {figure:G4}"));
            }

        return figures.ToDictionary(entry => entry.Key, entry => Median(entry.Value));
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
