using System.CommandLine;
using OrleansHybrid.Cli.Access;
using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cli.Options;
using OrleansHybrid.Cluster.Reading;
using OrleansHybrid.Cluster.Slots;
using OrleansHybrid.Cluster.Storage;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cli.Commands;

/// <summary>Shows the output of a trial's trainers.</summary>
internal static class LogsCommand
{
    private const int LinesUnlessAsked = 200;

    public static Command Create()
    {
        var target = SweepTarget.TrialArgument();
        var follow = new Option<bool>("--follow", "-f") { Description = "Follow the log until the trial has ended." };
        var lines = new Option<int>("--tail")
        {
            Description = "Number of last lines to show first.",
            DefaultValueFactory = _ => LinesUnlessAsked
        }.Within(0);
        var command = new Command(
            "logs", "Show the log of a trial's trainers, read from the machines that trained it, or as kept with its checkpoints.")
            { target, follow, lines };
        var choice = new ClusterChoice(command);
        command.SetAction(async (arguments, stop) =>
        {
            var meant = SweepTarget.ParseTrial(arguments.GetRequiredValue(target));
            await using var cluster = await choice.Open(arguments, stop);
            var sweep = await cluster.Sweep(meant.Sweep);
            var trial = new TrialId(sweep.Id, meant.Trial!.Value);
            var log = choice.IsCluster(arguments)
                ? new TrialLog(
                    trial, question => cluster.Ask((IGrainFactory grains) => TrialLogs.Read(grains, question)), TimeProvider.System)
                : new TrialLog(
                    trial, question => Task.FromResult(ReadHere(choice.StateDirectory(arguments), question)), TimeProvider.System);
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
            ? $"{trial} has not started, so there is no log. See why it waits with: hybrid trial show {trial}{suffix}"
            : $"The log of {trial} is on a machine that is not in the cluster now, and nothing of it is kept with its checkpoints. "
                + $"See the trial with: hybrid trial show {trial}{suffix}";
}
