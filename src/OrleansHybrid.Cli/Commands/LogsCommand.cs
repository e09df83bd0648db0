using System.CommandLine;
using OrleansHybrid.Cli.Access;
using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cli.Options;
using OrleansHybrid.Cluster.Slots;
using OrleansHybrid.Cluster.Storage;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cli.Commands;

/// <summary>What a trial's trainers wrote for people.</summary>
internal static class LogsCommand
{
    private const int LinesUnlessAsked = 200;

    public static Command Create()
    {
        var target = SweepTarget.TrialArgument();
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on until the trial has ended." };
        var lines = new Option<int>("--tail") { Description = "The last so many lines to begin with.", DefaultValueFactory = _ => LinesUnlessAsked };
        var command = new Command("logs", "Show what a trial's trainers wrote; it lies on the machines that trained it.") { target, follow, lines };
        var choice = new ClusterChoice(command);
        command.SetAction(async (arguments, stop) =>
        {
            var meant = SweepTarget.ParseTrial(arguments.GetRequiredValue(target));
            await using var cluster = await choice.Open(arguments, stop);
            var sweep = await cluster.Sweep(meant.Sweep);
            var trial = new TrialId(sweep.Id, meant.Trial!.Value);
            var log = choice.IsCluster(arguments)
                ? new TrialLog(trial, question => cluster.Ask((IGrainFactory grains) => TrialLogs.Read(grains, question)), TimeProvider.System)
                : new TrialLog(trial, question => Task.FromResult(ReadHere(choice.StateDirectory(arguments), question)), TimeProvider.System);
            var isThere = await log.WriteEnd(Console.Out, arguments.GetValue(lines));
            if (arguments.GetValue(follow)) await log.Follow(Console.Out, async () => (await sweep.Row(trial.Index)).State.IsFinal(), stop);
            else if (!isThere) throw new UserException(await WhyNone(sweep, trial, choice.Suffix(arguments)));
            return ExitCode.Complete;
        });
        return command;
    }

    private static IReadOnlyList<LogPart> ReadHere(string folder, LogQuestion question) =>
        TrialLogs.Read(new StateDirectory(Path.GetFullPath(folder)), question, "here") is { } part ? [part] : [];

    private static async Task<string> WhyNone(SweepHandle sweep, TrialId trial, string suffix) =>
        (await sweep.Row(trial.Index)).Attempts == 0
            ? $"{trial} has not begun, so there is no log. Why it waits: hybrid trial show {trial}{suffix}"
            : $"The log of {trial} lies on a machine that is not in the cluster now. What is known of the trial: hybrid trial show {trial}{suffix}";
}
