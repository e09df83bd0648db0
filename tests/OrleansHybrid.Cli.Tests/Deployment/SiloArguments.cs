using System.CommandLine;
using OrleansHybrid.Cli.Commands;

namespace OrleansHybrid.Cli.Tests.Deployment;

/// <summary>What the console makes of the arguments that a deployment gives it.</summary>
internal static class SiloArguments
{
    /// <param name="arguments">Behind the program's name.</param>
    /// <returns>What it would complain of.</returns>
    public static IEnumerable<string> Faults(IEnumerable<string> arguments)
    {
        var verbose = new Option<bool>("--verbose") { Recursive = true };
        var console = new RootCommand { verbose, SiloCommand.Create(verbose), SubmitCommand.Create(), StatusCommand.Create() };
        return console.Parse([.. arguments]).Errors.Select(error => error.Message);
    }

    /// <returns>The whole seconds of <c>--grace</c>; what the console takes unless given.</returns>
    public static int Grace(IEnumerable<string> arguments)
    {
        var given = arguments.FirstOrDefault(argument => argument.StartsWith("--grace=", StringComparison.Ordinal)) ?? "--grace=25s";
        return int.Parse(given.Split('=')[1].TrimEnd('s'));
    }
}
