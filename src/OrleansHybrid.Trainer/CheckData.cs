using System.CommandLine;
using System.Globalization;
using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Failures;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Text;
using OrleansHybrid.TrainerCommands;

namespace OrleansHybrid.Trainer;

/// <summary><c>data check</c>: whether a dataset can be trained on.</summary>
internal static class CheckData
{
    public static Command Create()
    {
        var command = new CheckDataCommand();
        command.SetAction(arguments => Run(command, arguments));
        return command;
    }

    private static int Run(CheckDataCommand command, ParseResult arguments)
    {
        var recipe = new Recipe
        {
            Dataset = arguments.GetValue(command.Dataset),
            Imbalance = arguments.GetValue(command.Imbalance),
            HeadImages = arguments.GetValue(command.HeadImages),
        };
        try
        {
            var selection = DataSets.Select(recipe, arguments.GetValue(command.Data), Environment.ProcessorCount);
            foreach (var notice in selection.Notices) Console.Error.WriteLine(notice);
            foreach (var split in selection.Files) split.RequireFiles();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{recipe.Dataset.Spelled()}: {selection.TrainIndices.Length} training and {selection.TestIndices.Length} test images of "
                    + $"{selection.Splits.Train.ClassNames.Count} classes."));
            return arguments.GetValue(command.Decode) && UndecodableImages.Print(selection) > 0 ? 1 : 0;
        }
        catch (DataException problem)
        {
            Console.Error.WriteLine(problem.Message);
            return 1;
        }
    }
}
