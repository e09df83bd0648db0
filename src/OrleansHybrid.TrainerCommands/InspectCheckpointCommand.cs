using System.CommandLine;

namespace OrleansHybrid.TrainerCommands;

/// <summary><c>checkpoint inspect</c>: what a checkpoint's folder holds.</summary>
public sealed class InspectCheckpointCommand : ForwardedCommand
{
    public InspectCheckpointCommand()
        : base("inspect", "Show a checkpoint's tensors with shapes and norms, and how similar its prototypes are.")
    {
        Add(Folder);
        Add(Heatmap);
    }

    public Argument<string> Folder { get; } = new("DIR") { Description = "A checkpoint's folder, such as a downloaded one." };

    public Option<string?> Heatmap { get; } = new("--heatmap") { Description = "Write the prototypes' similarities to this PNG file." };
}
