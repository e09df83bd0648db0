using System.CommandLine;
using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cli.Options;
using OrleansHybrid.Sweeps.Terminal;
using OrleansHybrid.Sweeps.Text;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cli.Commands;

/// <summary>The commands that change the state of a sweep or a trial. A repeated command changes nothing.</summary>
internal static class VerbCommand
{
    public static IEnumerable<Command> CreateAll() =>
    [
        Create(Verb.Pause, "Let running trials write a checkpoint and free their slots; nothing starts until it is resumed."),
        Create(Verb.Resume, "Resume a paused, stopped or cancelled sweep, or a paused trial."),
        Create(Verb.Stop, "Start no further trials; running trials train to their end."),
        Create(Verb.Cancel, "End it now; the last checkpoints stay."),
        CreateRetry(),
        Create(Verb.Interrupt, "Take a running trial (SWEEP/TRIAL) off its slot: a rehearsal of preemption."),
    ];

    private static Command Create(Verb verb, string description)
    {
        var target = SweepTarget.Argument();
        var command = new Command(verb.Spelled(), description) { target };
        var choice = new ClusterChoice(command);
        command.SetAction((arguments, stop) => Tell(verb, SweepTarget.Parse(arguments.GetRequiredValue(target)), choice, arguments, stop));
        return command;
    }

    /// <param name="name">The name of the command for a trial.</param>
    public static Command CreateOfTrial(Verb verb, string name, string description)
    {
        var target = SweepTarget.TrialArgument();
        var command = new Command(name, description) { target };
        var choice = new ClusterChoice(command);
        command.SetAction((arguments, stop) =>
            Tell(verb, SweepTarget.ParseTrial(arguments.GetRequiredValue(target)), choice, arguments, stop));
        return command;
    }

    private static Command CreateRetry()
    {
        var target = SweepTarget.Argument();
        var failed = new Option<bool>("--failed") { Description = "All failed trials of the sweep." };
        var command = new Command("retry", "Resume failed trials from their last checkpoint, with all their restarts.") { target, failed };
        var choice = new ClusterChoice(command);
        command.SetAction((arguments, stop) =>
        {
            var meant = SweepTarget.Parse(arguments.GetRequiredValue(target));
            if (meant.Trial is null && !arguments.GetValue(failed))
                throw new UserException(
                    $"Which trials? For all failed ones: {HybridCommand.Of("retry", meant.Sweep, "--failed")}. For one: "
                        + $"{HybridCommand.Of("retry", $"{meant.Sweep}/0003")}");
            return Tell(Verb.Retry, meant, choice, arguments, stop);
        });
        return command;
    }

    private static async Task<int> Tell(Verb verb, SweepTarget target, ClusterChoice choice, ParseResult arguments, CancellationToken stop)
    {
        await using var cluster = await choice.Open(arguments, stop);
        var sweep = (await cluster.Sweep(target.Sweep)).Id;
        int left;
        do
        {
            var answer = await cluster.Request((scheduler, request) => scheduler.Tell(sweep, verb, target.Trial, request));
            if (!answer.IsDone) throw new UserException(answer.Message);
            Console.WriteLine(PlacedHints.Complete(answer.Message, choice.Suffix(arguments)));
            left = answer.Left;
        }
        while (left > 0);

        var next = verb is Verb.Pause or Verb.Stop or Verb.Cancel ? NextAfterEnd(verb, target, sweep) : $"hybrid status {sweep}";
        Console.WriteLine(
            $"{(next.StartsWith("hybrid status", StringComparison.Ordinal) ? "See it with" : "Undo it with")}: "
                + $"{next}{choice.Suffix(arguments)}");
        return ExitCode.Complete;
    }

    private static string NextAfterEnd(Verb verb, SweepTarget target, string sweep) =>
        target.Trial is not null && verb is not Verb.Pause ? $"hybrid retry {target.In(sweep)}" : $"hybrid resume {target.In(sweep)}";
}
