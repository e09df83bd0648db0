using System.CommandLine;
using System.Globalization;
using OrleansHybrid.Benchmarks.Measuring;
using OrleansHybrid.Simulation;

namespace OrleansHybrid.Benchmarks;

/// <summary>The cluster's promises under thousands of orders of events, each drawn from a seed.</summary>
internal static class Simulate
{
    private const string Name = "simulate";
    private const int MostViolations = 10;

    public static Command Create()
    {
        var sweeps = new Option<int>("--sweeps") { Description = "How many are simulated.", DefaultValueFactory = _ => 1_000 };
        var seed = new Option<int>("--seed") { Description = "Of the first; the next ones follow.", DefaultValueFactory = _ => 1 };
        var command = new Command(Name, "Runs sweeps through simulated clusters where everything fails, and checks every promise.")
        {
            sweeps, seed,
        };
        command.SetAction(arguments => Run(arguments.GetValue(sweeps), arguments.GetValue(seed)));
        return command;
    }

    private static int Run(int sweeps, int seed)
    {
        if (sweeps < 1) throw new BenchmarkException("--sweeps is at least 1.");
        var findings = Campaign.Run(sweeps, seed, MostViolations, (found, violation) => Console.Error.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"seed {found}: {violation}")));
        Outcome.Print(
            Name,
            new
            {
                findings.Sweeps,
                Seed = seed,
                SweepsPerMinute = Math.Round(findings.Sweeps / findings.Elapsed.TotalMinutes),
                EventsPerSecond = Math.Round(findings.Events / findings.Elapsed.TotalSeconds),
                VirtualHours = Math.Round(findings.Virtual.TotalHours, 1),
                findings.Faults,
                TransitionsSeen = findings.Transitions.Count,
                TransitionsMissing = findings.Missing,
                findings.Violations,
            },
            new { VirtualToReal = Math.Round(findings.Virtual / findings.Elapsed) });
        return findings.Violations == 0 ? 0 : 1;
    }
}
