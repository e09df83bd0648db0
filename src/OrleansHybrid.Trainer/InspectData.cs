using System.Globalization;
using OrleansHybrid.Learning.Data;
using OrleansHybrid.Sweeps.Definition;

namespace OrleansHybrid.Trainer;

/// <summary><c>data inspect</c>: what the long-tailed draw selects.</summary>
internal static class InspectData
{
    public static int Run(string dataset, Options options)
    {
        var recipe = new Recipe { Dataset = NameArgument.Parse<DatasetName>("dataset", dataset), Imbalance = ImbalanceArgument.Parse(options.Value("--imbalance") ?? "1") };
        try
        {
            var selection = DataSets.Select(recipe, options.Value("--data"));
            if (options.Has("--indices")) PrintIndices(selection);
            else PrintCounts(selection);
            return 0;
        }
        catch (DataException problem)
        {
            Console.Error.WriteLine(problem.Message);
            return 1;
        }
    }

    private static void PrintIndices(DataSelection selection)
    {
        using var output = new StreamWriter(Console.OpenStandardOutput());
        foreach (var index in selection.TrainIndices) output.WriteLine(index.ToString(CultureInfo.InvariantCulture));
    }

    private static void PrintCounts(DataSelection selection)
    {
        var (names, train, test) = (selection.Splits.Train.ClassNames, selection.TrainCountByClass(), selection.TestCountByClass());
        Console.WriteLine($"{"class",-16}{"training",10}{"test",10}");
        for (var label = 0; label < names.Count; label++) Console.WriteLine($"{names[label],-16}{train[label],10}{test[label],10}");
        Console.WriteLine($"{"total",-16}{train.Sum(),10}{test.Sum(),10}");
    }
}
