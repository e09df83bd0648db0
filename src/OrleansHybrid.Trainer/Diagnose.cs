using System.CommandLine;
using OrleansHybrid.Learning.Doctor;
using OrleansHybrid.Sweeps.Doctor;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.TrainerCommands;

namespace OrleansHybrid.Trainer;

/// <summary><c>doctor</c>: the checks of what training needs.</summary>
internal static class Diagnose
{
    public static Command Create()
    {
        var command = new DoctorCommand();
        command.SetAction(arguments => Run(
            new(arguments.GetRequiredValue(command.Device), arguments.GetValue(command.Gpu), AppContext.BaseDirectory),
            arguments.GetValue(command.Only) ?? []));
        return command;
    }

    /// <returns>The exit code: 1 if anything is broken.</returns>
    private static int Run(Bench bench, IReadOnlyCollection<string> only)
    {
        var isBroken = false;
        foreach (var result in LearnerChecks.Run(bench, only))
        {
            Console.WriteLine(ProtocolJson.Write(result));
            isBroken |= result.State is CheckState.Broken;
        }

        return isBroken ? 1 : 0;
    }
}
