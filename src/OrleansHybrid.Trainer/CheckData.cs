using OrleansHybrid.Learning.Data;
using OrleansHybrid.Sweeps.Definition;

namespace OrleansHybrid.Trainer;

/// <summary><c>data check</c>: whether a dataset can be trained on.</summary>
internal static class CheckData
{
    public static int Run(string dataset, Options options)
    {
        var recipe = new Recipe { Dataset = NameArgument.Parse<DatasetName>("dataset", dataset), Imbalance = 1 };
        try
        {
            var selection = DataSets.Select(recipe, options.Value("--data"));
            Console.WriteLine(
                $"{dataset}: {selection.TrainIndices.Length} training and {selection.TestIndices.Length} test images of {selection.Splits.Train.ClassNames.Count} classes.");
            return 0;
        }
        catch (DataException problem)
        {
            Console.Error.WriteLine(problem.Message);
            return 1;
        }
    }
}
