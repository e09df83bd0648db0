using System.CommandLine;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.TrainerCommands;

/// <summary><c>data check</c>: whether a dataset can be trained on.</summary>
public sealed class CheckDataCommand : ForwardedCommand
{
    public CheckDataCommand() : base("check", "Tell whether a data set is there and large enough, and whether every image can be decoded.")
    {
        Add(Dataset);
        Add(Data);
        Add(Imbalance);
        Add(HeadImages);
        Add(Decode);
    }

    public Argument<DatasetName> Dataset { get; } = DatasetWords.Dataset();

    public Option<string?> Data { get; } = DatasetWords.Directory();

    public Option<double> Imbalance { get; } = DatasetWords.Imbalance(unlessGiven: 1);

    public Option<int> HeadImages { get; } = DatasetWords.Count("--head-images", "Training images of the head class; 0 takes all.");

    public Option<bool> Decode { get; } = new("--decode")
    {
        Description = "Decode every image as well, and name those that cannot be decoded."
    };

    /// <summary>The words that ask the trainer whether a data set suits a sweep.</summary>
    /// <param name="dataset">As a sweep file spells it.</param>
    /// <param name="imbalance">β, as a sweep file spells it.</param>
    /// <param name="headImages">As a sweep file spells it.</param>
    /// <param name="directory">Where data sets lie; null where none was named.</param>
    public IEnumerable<string> Words(string dataset, string imbalance, string headImages, string? directory) =>
        [
            "data",
            Name,
            dataset,
            Imbalance.Name,
            imbalance,
            HeadImages.Name,
            headImages,
            .. directory is null ? [] : new[] { Data.Name, directory },
        ];
}
