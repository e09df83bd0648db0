using System.CommandLine;

namespace OrleansHybrid.TrainerCommands;

/// <summary><c>evaluate</c>: tests a checkpoint's weights. The trainer adds what it takes to test others.</summary>
public class EvaluateCommand : ForwardedCommand
{
    public EvaluateCommand() : base("evaluate", "Test a checkpoint's weights on the test images that it was trained for.")
    {
        Add(Checkpoint);
        Add(Data);
        Add(OtherData);
        Add(Knn);
        Add(LinearProbe);
    }

    public Option<string?> Checkpoint { get; } = new("--checkpoint")
    {
        Description = "A checkpoint's folder, such as a downloaded one.",
        Required = true
    };

    public Option<string?> Data { get; } = DatasetWords.Directory();

    public Option<bool> OtherData { get; } = new("--other-data") { Description = "Permit a data set that the model was not trained on." };

    public Option<bool> Knn { get; } = new("--knn") { Description = "Probe the features with nearest neighbours as well." };

    public Option<bool> LinearProbe { get; } = new("--linear-probe")
    {
        Description = "Probe the features with a fresh linear classifier as well."
    };
}
