using System.CommandLine;
using System.Globalization;
using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Failures;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Terminal;
using OrleansHybrid.TrainerCommands;

namespace OrleansHybrid.Trainer;

/// <summary><c>data inspect</c>: what the long-tailed draw selects.</summary>
internal static class InspectData
{
    public static Command Create()
    {
        var command = new InspectDataCommand();
        command.SetAction(arguments => Run(command, arguments));
        return command;
    }

    private static int Run(InspectDataCommand command, ParseResult arguments)
    {
        var recipe = new Recipe
        {
            Dataset = arguments.GetValue(command.Dataset),
            Imbalance = arguments.GetValue(command.Imbalance),
            Validation = arguments.GetValue(command.Validation),
        };
        try
        {
            var selection = DataSets.Select(recipe, arguments.GetValue(command.Data), Environment.ProcessorCount);
            foreach (var notice in selection.Notices) Console.Error.WriteLine(notice);
            if (arguments.GetValue(command.Indices)) PrintIndices(selection);
            else PrintCounts(selection);
            if (arguments.GetValue(command.Decode)) UndecodableImages.Print(selection);
            return 0;
        }
        catch (DataException problem)
        {
            Console.Error.WriteLine(problem.Message);
            return 1;
        }
    }

    // At once: the console flushes each line.
    private static void PrintIndices(DataSelection selection) =>
        Console.Write(string.Concat(selection.TrainIndices.Select(index => index.ToString(CultureInfo.InvariantCulture) + "\n")));

    private static void PrintCounts(DataSelection selection)
    {
        var names = selection.Splits.Train.ClassNames.Select(PrintableText.OneLine).ToList();
        List<(string Name, int[] Counts)> columns = [("training", selection.TrainCountByClass()), ("test", selection.TestCountByClass())];
        if (selection.ValidationIndices.Length > 0) columns.Insert(1, ("validation", selection.ValidationCountByClass()));
        var width = names.Append("total").Max(name => name.Length) + 2;
        Print("class", columns.Select(column => column.Name));
        for (var label = 0; label < names.Count; label++) Print(names[label], columns.Select(column => column.Counts[label]));
        Print("total", columns.Select(column => column.Counts.Sum()));

        void Print<T>(string name, IEnumerable<T> cells)
        {
            var padded = cells.Zip(columns, (cell, column) => $"{cell}".PadLeft(Math.Max(10, column.Name.Length + 2)));
            Console.WriteLine(name.PadRight(width) + string.Concat(padded));
        }
    }
}
