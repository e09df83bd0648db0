using System.Globalization;
using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Failures;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Trainer;

/// <summary><c>data check</c>: whether a dataset can be trained on.</summary>
internal static class CheckData
{
    public static readonly string[] Values = ["--data", "--imbalance", "--head-images"];

    public static int Run(string dataset, Options options)
    {
        var recipe = new Recipe
        {
            Dataset = NameArgument.Parse<DatasetName>("dataset", dataset),
            Imbalance = ImbalanceArgument.Parse(options.Value("--imbalance") ?? "1"),
            HeadImages = CountArgument.Parse("--head-images", options.Value("--head-images") ?? "0"),
        };
        try
        {
            var selection = DataSets.Select(recipe, options.Value("--data"), Environment.ProcessorCount);
            foreach (var notice in selection.Notices) Console.Error.WriteLine(notice);
            foreach (var split in selection.Files) split.RequireFiles();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{dataset}: {selection.TrainIndices.Length} training and {selection.TestIndices.Length} test images of {selection.Splits.Train.ClassNames.Count} classes."));
            return options.Has("--decode") && UndecodableImages.Print(selection) > 0 ? 1 : 0;
        }
        catch (DataException problem)
        {
            Console.Error.WriteLine(problem.Message);
            return 1;
        }
    }
}
