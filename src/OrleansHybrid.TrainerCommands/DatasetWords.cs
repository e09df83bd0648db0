using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Text;

namespace OrleansHybrid.TrainerCommands;

/// <summary>What the commands about data sets have in common.</summary>
public static class DatasetWords
{
    public static Argument<DatasetName> Dataset() => new("DATASET")
    {
        Description = "cifar10, cifar100, image-folder, inaturalist2018 or synthetic.",
        CustomParser = result => Named<DatasetName>("dataset", result),
    };

    public static Option<string?> Directory() => new("--data")
    {
        Description = "Folder with the data sets, such as cifar-10-batches-bin, or with the train and val of an image folder.",
    };

    /// <param name="unlessGiven">The ratio that is meant where none is given.</param>
    public static Option<double> Imbalance(double unlessGiven) => new("--imbalance")
    {
        Description = "Imbalance ratio β = n_max / n_min; 1 is balanced.",
        DefaultValueFactory = _ => unlessGiven,
        CustomParser = ReadImbalance,
    };

    /// <param name="name">Of the option, which has a whole number of zero or more.</param>
    /// <param name="description">For the help.</param>
    public static Option<int> Count(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            if (int.TryParse(Only(result), NumberStyles.None, CultureInfo.InvariantCulture, out var count)) return count;
            result.AddError($"{name} is a whole number, not '{Only(result)}'.");
            return 0;
        },
    };

    /// <summary>Reads one of a few names, spelt as in a sweep file.</summary>
    /// <param name="what">What is named: <c>dataset</c>.</param>
    /// <param name="result">Where the name stands, and where it is said that there is none such.</param>
    public static T Named<T>(string what, ArgumentResult result) where T : struct, Enum
    {
        foreach (var name in Enum.GetValues<T>())
            if (name.Spelled() == Only(result)) return name;
        result.AddError(
            $"There is no {what} '{Only(result)}': it is one of {string.Join(", ", Enum.GetValues<T>().Select(name => name.Spelled()))}.");
        return default;
    }

    private static double ReadImbalance(ArgumentResult result)
    {
        if (double.TryParse(Only(result), CultureInfo.InvariantCulture, out var ratio) && ratio >= 1 && double.IsFinite(ratio))
            return ratio;
        result.AddError($"--imbalance is a number of at least 1, not '{Only(result)}'.");
        return 1;
    }

    private static string Only(ArgumentResult result) => result.Tokens[0].Value;
}
