namespace OrleansHybrid.Simulation.Worlds;

/// <summary>An operator stops all machines and restores the grain storage of a while ago.</summary>
/// <param name="At">When all machines stop.</param>
/// <param name="Age">How old the state is that is restored.</param>
internal sealed record Restoration(TimeSpan At, TimeSpan Age)
{
    /// <summary>Draws one in the time before calm.</summary>
    public static Restoration Draw(Random dice, TimeSpan calm)
    {
        var at = 2 + dice.NextDouble() * (calm.TotalSeconds - 2);
        return new(TimeSpan.FromSeconds(at), TimeSpan.FromSeconds(dice.NextDouble() * (at - 1)));
    }
}
