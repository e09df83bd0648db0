using System.Diagnostics;
using System.Reflection;
using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cluster.Trainers;
using OrleansHybrid.TrainerCommands;

namespace OrleansHybrid.Cli.Access;

/// <summary>The trainer that was built with this console.</summary>
internal static class Trainer
{
    /// <exception cref="UserException">The trainer is missing.</exception>
    public static TrainerProgram Locate()
    {
        var facts = typeof(Trainer).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>();
        try
        {
            return TrainerProgram.Locate(facts.FirstOrDefault(fact => fact.Key == "TrainerPath")?.Value);
        }
        catch (FileNotFoundException missing)
        {
            throw new UserException(missing.Message, missing);
        }
    }

    /// <summary>Lets the trainer answer a command.</summary>
    public static ForwardedCommand Answers(ForwardedCommand command)
    {
        command.SetAction((arguments, stop) => Ask(command.Words(arguments), stop));
        return command;
    }

    /// <summary>Lets the trainer answer on this console's own streams.</summary>
    /// <returns>Its exit code.</returns>
    public static async Task<int> Ask(IEnumerable<string> question, CancellationToken stop)
    {
        using var trainer = Process.Start(Locate().StartInfo(question))!;
        await trainer.WaitForExitAsync(stop);
        return trainer.ExitCode;
    }
}
