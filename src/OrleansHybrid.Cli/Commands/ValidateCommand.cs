using System.CommandLine;
using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cli.Options;
using OrleansHybrid.Sweeps.Terminal;

namespace OrleansHybrid.Cli.Commands;

internal static class ValidateCommand
{
    public static Command Create()
    {
        var (file, set) = (SweepFile.Argument(), SetOption.Create());
        var command = new Command("validate", "Check a sweep file and report all its problems.") { file, set };
        command.SetAction(arguments =>
        {
            var sweep = SweepFile.Read(arguments.GetRequiredValue(file), arguments.GetValue(set) ?? []);
            Notices.Write(Console.Error, sweep);
            Console.WriteLine($"{sweep.Path} is valid: {sweep.Definition.TrialCount} trials of sweep {sweep.Definition.Name}, "
                + $"{sweep.Definition.Expansion}. "
                + "See them with: " + HybridCommand.Of(["preview", .. sweep.Words]));
            return ExitCode.Complete;
        });
        return command;
    }
}
