using OrleansHybrid.Sweeps.Doctor;

namespace OrleansHybrid.Learning.Doctor;

/// <summary>What the checks are about.</summary>
/// <param name="Device"><c>cpu</c> or <c>cuda</c>.</param>
/// <param name="NeedsGpu">True if a machine without a usable GPU is broken.</param>
/// <param name="Folder">The trainer's folder, with its native libraries.</param>
public sealed record Bench(string Device, bool NeedsGpu, string Folder)
{
    public bool IsGpu => Device != "cpu";
}

/// <summary>One question about what training needs of a machine.</summary>
/// <param name="name">One word.</param>
internal abstract class LearnerCheck(string name) : Check(name)
{
    /// <summary>True if it trains, and so is asked on every device.</summary>
    public virtual bool Trains => false;

    public abstract CheckResult Run(Bench bench);
}
