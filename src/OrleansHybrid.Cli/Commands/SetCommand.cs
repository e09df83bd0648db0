using System.CommandLine;
using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cli.Options;
using OrleansHybrid.Sweeps.Definition.Yaml;

namespace OrleansHybrid.Cli.Commands;

/// <summary>Changes the limits and the retention of a submitted sweep.</summary>
internal static class SetCommand
{
    public static Command Create() =>
        SweepCommand.Create("set", "Change a sweep's priority, weight, max-slots, max-concurrent, retention or "
            + "budget, also while it runs.", command =>
    {
        var settings = new Argument<string[]>("KEY=VALUE")
        {
            Description = "priority=10, weight=2, max-slots=8, max-concurrent=4, checkpoint.keep=3, save-trial-best=1, "
                + "budget.max_gpu_hours=40, …",
            Arity = ArgumentArity.OneOrMore
        };
        command.Add(settings);
        return async context =>
        {
            var changes = context.Arguments.GetRequiredValue(settings);
            foreach (var change in changes)
            {
                var key = change.Split('=')[0];
                if (IsOfTheTrials(key))
                    throw new UserException(
                        $"set {change}: this determines the trials of the sweep, which cannot change. "
                            + $"Add trials with 'hybrid extend {context.Sweep.Id} FILE', or submit another sweep.");
            }

            // The newest file says all but the trials, so a change of it is the newest of all.
            var newest = (await context.Sweep.Texts()).Newest;
            var changed = SweepFile.Changed(newest.File, newest.Yaml, changes, "set");
            var answer = await context.Cluster.Request((scheduler, request) =>
                scheduler.Extend(context.Sweep.Id, new(changed.Yaml, changed.Path), request));
            if (!answer.IsDone) throw new UserException(answer.Message);
            Console.WriteLine($"{context.Sweep.Id}: {string.Join(", ", changes)}");
            Console.WriteLine($"See it with: hybrid status {context.Sweep.Id}{context.Suffix}");
            return ExitCode.Complete;
        };
    });

    private static bool IsOfTheTrials(string key)
    {
        try
        {
            return SweepOverrides.ChangesTrials(key);
        }
        catch (ArgumentException)
        {
            // No key at all: said with what there is.
            return false;
        }
    }
}
