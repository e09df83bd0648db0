using System.CommandLine;
using OrleansHybrid.Cli.Access;
using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cli.Options;
using OrleansHybrid.Cli.Output;
using Spectre.Console;

namespace OrleansHybrid.Cli.Commands;

/// <summary>Submits a sweep to a running cluster.</summary>
internal static class SubmitCommand
{
    public static Command Create()
    {
        var (file, set, cluster, tls) = (SweepFile.Argument(), SetOption.Create(), ClusterOption.Create(), TlsOption.Create());
        var dryRun = new Option<bool>("--dry-run") { Description = "Check the sweep and submit nothing." };
        var paused = new Option<bool>("--paused") { Description = "Submit it paused: its trials wait until it is resumed." };
        var wait = new Option<bool>("--wait")
        {
            Description = "Watch it until it is finished; exit code 0, or 2 when trials failed or the target was missed."
        };
        var fromScratch = FromScratch.Create();
        var command = new Command(
            "submit",
            "Submit a sweep to a running cluster; submit it again to change its options or to resume "
                + "it.") { file, set, dryRun, paused, wait, fromScratch, cluster, tls };
        command.Validators.Add(result =>
        {
            if (result.GetValue(paused) && result.GetValue(wait))
                result.AddError("--paused and --wait: a paused sweep is never finished; give one of them.");
        });
        command.SetAction(async (arguments, stop) =>
        {
            var sweep = SweepFile.Read(arguments.GetRequiredValue(file), arguments.GetValue(set) ?? []);
            Notices.Write(Console.Error, sweep);
            await using var access = await ClusterAccess.Of(arguments.Server(cluster), arguments.Identity(tls), stop);
            var suffix = arguments.ClusterSuffix(cluster, tls);
            if (arguments.GetValue(dryRun)) return await Preview(access, sweep);
            if (arguments.GetValue(fromScratch)) await access.Forget(sweep.Definition.Id, stop);
            var (id, refused) = await access.Request((scheduler, request) =>
                scheduler.Submit(sweep.Yaml, sweep.Path, paused: arguments.GetValue(paused), request: request));
            if (refused is not null) throw new UserException(refused);
            Console.WriteLine($"Submitted {id}: {sweep.Definition.TrialCount} trials, priority {sweep.Definition.Share.Priority}.");
            if (arguments.GetValue(wait)) return await WatchCommand.Follow(await access.Sweep(id), OutputFormat.Table, suffix);
            Console.WriteLine(
                arguments.GetValue(paused)
                    ? $"Paused. Resume with: hybrid resume {id}{suffix}"
                    : $"Watch it with: hybrid watch {id}{suffix}");
            return ExitCode.Complete;
        });
        return command;
    }

    private static async Task<int> Preview(ClusterAccess access, SweepFile sweep)
    {
        PreviewCommand.WriteTable(AnsiConsole.Console, sweep);
        var known = await access.Ask(scheduler => scheduler.List());
        Console.WriteLine(known.Ids.Contains(sweep.Definition.Id)
            ? $"The cluster has {sweep.Definition.Id} already: submitting changes its options and resumes it. Nothing was submitted."
            : $"The cluster does not have {sweep.Definition.Id} yet. Nothing was submitted.");
        return ExitCode.Complete;
    }
}
