using System.Globalization;
using OrleansHybrid.Benchmarks.Measuring;
using OrleansHybrid.Sweeps.Search.Plans;
using OrleansHybrid.Sweeps.Search.Sampling;

namespace OrleansHybrid.Benchmarks.Searching;

/// <summary>Searches a problem one trial after the other, with several seeds.</summary>
internal static class SearchRun
{
    private static readonly Dictionary<string, Func<SearchProblem, long, Sampler>> Samplers = new()
    {
        ["random"] = (problem, seed) => new RandomSampler(problem.Space, seed),
        ["tpe"] = (problem, seed) => new TpeSampler(problem.Space, seed),
        ["sobol"] = (problem, seed) => SequenceSampler.Sobol(problem.Space, seed),
        ["halton"] = (problem, seed) => SequenceSampler.Halton(problem.Space, seed),
    };

    public static IReadOnlyCollection<string> Methods => Samplers.Keys;

    /// <param name="lag">How many of the newest results a choice does not see.</param>
    public static SearchFigures Measure(SearchProblem problem, string method, int trials, int seeds, int lag)
    {
        int[] after = [.. PeerFigures.After.Where(count => count < trials), trials];
        var (best, duplicates) = (after.ToDictionary(count => count, _ => new List<double>()), 0);
        var (cpu, atTheEnd, lastTenth) = (TimeSpan.Zero, TimeSpan.Zero, trials - Math.Max(1, trials / 10));
        for (var seed = 0; seed < seeds; seed++)
        {
            var plan = new SampledPlan(Samplers[method](problem, seed), trials, new(problem.IsMaximised, Lag: lag));
            var (values, points) = (new double[trials], new HashSet<string>());
            var (before, end) = (Environment.CpuUsage.TotalTime, TimeSpan.Zero);
            for (var trial = 0; trial < trials; trial++)
            {
                if (trial == lastTenth) end = Environment.CpuUsage.TotalTime;
                var point = plan.Choose(trial, index => values[index]) is Choice.Training training
                    ? training.Point
                    : throw new BenchmarkException($"{problem.Name} has no {trial} configurations.");
                values[trial] = problem.Value(point);
                if (!points.Add(string.Join(' ', point))) duplicates++;
            }

            (cpu, atTheEnd) = (cpu + Environment.CpuUsage.TotalTime - before, atTheEnd + Environment.CpuUsage.TotalTime - end);
            foreach (var count in after) best[count].Add(problem.IsMaximised ? values.Take(count).Max() : values.Take(count).Min());
        }

        return new(
            best.ToDictionary(pair => pair.Key.ToString(CultureInfo.InvariantCulture), pair => Math.Round(Rounds.Median(pair.Value), 5)),
            duplicates / (double)seeds,
            Share(cpu, trials),
            Share(atTheEnd, trials - lastTenth));

        double Share(TimeSpan time, int count) => Math.Round(time.TotalMilliseconds / ((double)seeds * count), 4);
    }
}
