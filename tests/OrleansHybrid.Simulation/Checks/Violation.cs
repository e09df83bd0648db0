namespace OrleansHybrid.Simulation.Checks;

/// <summary>A promise of the cluster that was broken.</summary>
/// <param name="Invariant">Its name.</param>
/// <param name="Message">What was found.</param>
public sealed record Violation(string Invariant, string Message)
{
    public override string ToString() => $"{Invariant}: {Message}";
}
