using System.CommandLine;
using System.CommandLine.Parsing;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.TrainerCommands;

namespace OrleansHybrid.Trainer;

/// <summary><c>evaluate</c> as the trainer has it: for the weights of a file as well, which do not say what they were trained as.</summary>
internal sealed class EvaluateAnyCommand : EvaluateCommand
{
    public EvaluateAnyCommand()
    {
        Description = "Test the weights of a checkpoint, or of a safetensors file, ours or with PyTorch's names; and probe their features.";
        Checkpoint.Required = false;
        Add(Weights);
        Add(Backbone);
        Add(Dataset);
        Add(Imbalance);
        Add(ImageSize);
        Add(Device);
        Validators.Add(RequireOneSource);
    }

    public Option<string?> Weights { get; } = new("--weights") { Description = "The safetensors file." };

    public Option<Backbone?> Backbone { get; } = new("--backbone")
    {
        Description = "What its network is.",
        CustomParser = result => DatasetWords.Named<Backbone>("backbone", result),
    };

    public Option<DatasetName?> Dataset { get; } = new("--dataset")
    {
        Description = "What it was trained for.",
        CustomParser = result => DatasetWords.Named<DatasetName>("dataset", result),
    };

    public Option<double> Imbalance { get; } = DatasetWords.Imbalance(unlessGiven: 100);

    public Option<int> ImageSize { get; } = DatasetWords.Count(
        "--image-size", "Side of the views of images in files, in pixels; 0 is 224.");

    public Option<string> Device { get; } = new("--device") { Description = "cpu or cuda.", DefaultValueFactory = _ => "cpu" };

    private void RequireOneSource(CommandResult result)
    {
        Option[] ofTheFile = [Weights, Dataset, Backbone];
        if (IsGiven(Checkpoint))
        {
            if (ofTheFile.Any(IsGiven))
                result.AddError("A checkpoint knows its weights, dataset and backbone: leave these out, or --checkpoint.");
            return;
        }

        if (IsGiven(OtherData)) result.AddError($"{OtherData.Name} is for a --checkpoint: nobody knows what other weights learned from.");
        foreach (var missing in ofTheFile.Where(option => !IsGiven(option))) result.AddError($"{missing.Name} is missing.");

        bool IsGiven(Option option) => result.GetResult(option) is { Implicit: false };
    }
}
