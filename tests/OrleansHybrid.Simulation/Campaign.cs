using System.Diagnostics;
using OrleansHybrid.Simulation.Checks;
using OrleansHybrid.Simulation.Storage;
using OrleansHybrid.Simulation.Worlds;

namespace OrleansHybrid.Simulation;

/// <summary>Runs many simulated sweeps, one after the other, each in a world of its own seed.</summary>
public static class Campaign
{
    /// <param name="sweeps">How many.</param>
    /// <param name="firstSeed">The seed of the first; the next ones follow.</param>
    /// <param name="mostViolations">Ends the campaign.</param>
    /// <param name="found">Told of each violation, with its seed.</param>
    public static Findings Run(int sweeps, int firstSeed, int mostViolations, Action<int, Violation>? found = null)
    {
        using var folders = new Folders();
        var faults = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var coverage = new Coverage();
        var (violations, events, done, began) = (0, 0L, 0, Stopwatch.GetTimestamp());
        var virtualTime = TimeSpan.Zero;
        for (; done < sweeps && violations < mostViolations; done++)
        {
            var outcome = Simulator.Run(Scenario.Of(firstSeed + done), folders);
            foreach (var (kind, times) in outcome.Faults) faults[kind] = faults.GetValueOrDefault(kind) + times;
            coverage.Add(outcome.Coverage);
            events += outcome.Events;
            virtualTime += outcome.Duration;
            if (outcome.Violation is not { } violation) continue;
            violations++;
            found?.Invoke(firstSeed + done, violation);
        }

        return new(done, Stopwatch.GetElapsedTime(began), virtualTime, events, faults, coverage.Seen, violations);
    }

    /// <summary>The story of one seed, a line each; of one that breaks a promise, what is left of it when all else is taken away.</summary>
    public static IReadOnlyList<string> Tell(int seed)
    {
        using var folders = new Folders();
        var story = new List<string>();
        var scenario = Shrinking.Shrink(Scenario.Of(seed), folders);
        story.AddRange(scenario.Yaml.Split('\n'));
        story.Add($"{scenario with { Yaml = "" }}");
        story.AddRange(scenario.Faults.Select(fault => $"  {fault}"));
        var outcome = Simulator.Run(scenario, folders, story.Add);
        story.Add($"{outcome.Violation}");
        return story;
    }
}

/// <summary>What a campaign found.</summary>
/// <param name="Elapsed">Of the clock on the wall.</param>
/// <param name="Virtual">Time that the worlds lived.</param>
/// <param name="Faults">By kind.</param>
/// <param name="Transitions">Of the state machines of trials and leases, with how often each was seen.</param>
public sealed record Findings(
    int Sweeps,
    TimeSpan Elapsed,
    TimeSpan Virtual,
    long Events,
    IReadOnlyDictionary<string, long> Faults,
    IReadOnlyDictionary<string, long> Transitions,
    int Violations)
{
    /// <summary>The transitions that were to be seen and were not.</summary>
    public IReadOnlyList<string> Missing => [.. Checks.Transitions.Expected.Where(transition => !Transitions.ContainsKey(transition))];
}
