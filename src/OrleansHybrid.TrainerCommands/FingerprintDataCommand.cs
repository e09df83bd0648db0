using System.CommandLine;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.TrainerCommands;

/// <summary><c>data fingerprint</c>: what a data set is, in a word.</summary>
public sealed class FingerprintDataCommand : ForwardedCommand
{
    public FingerprintDataCommand()
        : base("fingerprint", "Print the fingerprint of a data set: equal on every machine that has the same data.")
    {
        Add(Dataset);
        Add(Data);
    }

    public Argument<DatasetName> Dataset { get; } = DatasetWords.Dataset();

    public Option<string?> Data { get; } = DatasetWords.Directory();
}
