using System.CommandLine;
using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Failures;
using OrleansHybrid.TrainerCommands;

namespace OrleansHybrid.Trainer;

/// <summary><c>data fingerprint</c>: what a data set is, in a word.</summary>
internal static class FingerprintData
{
    public static Command Create()
    {
        var command = new FingerprintDataCommand();
        command.SetAction(arguments =>
        {
            try
            {
                Console.WriteLine(DataSets.Fingerprint(arguments.GetValue(command.Dataset), arguments.GetValue(command.Data)).Value);
                return 0;
            }
            catch (DataException problem)
            {
                Console.Error.WriteLine(problem.Message);
                return 1;
            }
        });
        return command;
    }
}
