using System.CommandLine;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.TrainerCommands;

/// <summary><c>data inspect</c>: what the long-tailed draw selects.</summary>
public sealed class InspectDataCommand : ForwardedCommand
{
    public InspectDataCommand() : base("inspect", "Show the class counts of a long-tailed training set.")
    {
        Add(Dataset);
        Add(Data);
        Add(Imbalance);
        Add(Validation);
        Add(Indices);
        Add(Decode);
    }

    public Argument<DatasetName> Dataset { get; } = DatasetWords.Dataset();

    public Option<string?> Data { get; } = DatasetWords.Directory();

    public Option<double> Imbalance { get; } = DatasetWords.Imbalance(unlessGiven: 1);

    public Option<int> Validation { get; } = DatasetWords.Count(
        "--validation", "Images of each class that are held out to choose by, as 'validation' in a sweep file.");

    public Option<bool> Indices { get; } = new("--indices")
    {
        Description = "Print the selected training indices instead, one a line, in selection order."
    };

    public Option<bool> Decode { get; } = new("--decode")
    {
        Description = "Decode every image in a file as well, and name those that cannot be decoded."
    };
}
