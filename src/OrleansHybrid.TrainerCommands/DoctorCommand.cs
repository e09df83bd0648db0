using System.CommandLine;

namespace OrleansHybrid.TrainerCommands;

/// <summary><c>doctor</c>: whether this machine can train. The trainer writes a result of a check as JSON on each line.</summary>
public sealed class DoctorCommand : Command
{
    public DoctorCommand() : base("doctor", "Check what training needs of this machine, one result as JSON on each line.")
    {
        Device.AcceptOnlyFromAmong("cpu", "cuda");
        Add(Gpu);
        Add(Only);
        Add(Device);
    }

    public Option<bool> Gpu { get; } = new("--gpu") { Description = "Demand a GPU: without one that can be used, the answer is an error." };

    public Option<string[]> Only { get; } = new("--only")
    {
        Description = "Run this check alone, by the name that its line begins with; may be repeated.",
        HelpName = "check",
    };

    public Option<string> Device { get; } = new("--device")
    {
        Description = "Where the trainings of the checks compute: cpu, or cuda for these checks alone.",
        DefaultValueFactory = _ => "cpu",
    };

    /// <summary>The words that ask the trainer.</summary>
    /// <param name="device"><c>cpu</c> or <c>cuda</c>.</param>
    /// <param name="gpu">True if a GPU is demanded.</param>
    /// <param name="only">The names of the checks; all of them where it is empty.</param>
    public IEnumerable<string> Words(string device, bool gpu, IEnumerable<string> only) =>
        [Name, Device.Name, device, .. gpu ? new[] { Gpu.Name } : [], .. only.SelectMany(check => new[] { Only.Name, check })];
}
