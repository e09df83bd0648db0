using System.Globalization;
using OrleansHybrid.Simulation;
using OrleansHybrid.Simulation.Planted;

switch (args)
{
    case ["run", var sweeps, var seed]:
        var findings = Campaign.Run(Number(sweeps), Number(seed), mostViolations: 1, (found, violation) => Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{found}\t{violation.Invariant}\t{violation.Message.Split('\n')[0]}")));
        return findings.Violations == 0 ? 0 : 1;
    case ["story", var seed]:
        foreach (var line in Campaign.Tell(Number(seed))) Console.WriteLine(line);
        return 0;
    case ["planted", .. var names]:
        return PlantedRun.All(names) ? 0 : 1;
    default:
        Console.Error.WriteLine("Say 'run SWEEPS SEED', 'story SEED', or 'planted [NAME...]'.");
        return 2;
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
