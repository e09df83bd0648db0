using System.CommandLine;

namespace OrleansHybrid.TrainerCommands;

/// <summary><c>model export</c>: a checkpoint's weights for other programs.</summary>
public sealed class ExportModelCommand : ForwardedCommand
{
    public ExportModelCommand() : base("export", "Write a checkpoint's weights as one safetensors file with PyTorch's names.")
    {
        Add(Checkpoint);
        Add(Output);
    }

    public Option<string> Checkpoint { get; } = new("--checkpoint")
    {
        Description = "A checkpoint's folder, such as a downloaded one.",
        Required = true
    };

    public Option<string> Output { get; } = new("--output", "-o") { Description = "The safetensors file to write.", Required = true };
}
