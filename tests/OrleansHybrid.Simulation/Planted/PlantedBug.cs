namespace OrleansHybrid.Simulation.Planted;

/// <summary>A bug, as a change of the product's source.</summary>
/// <param name="File">Below <c>src</c>.</param>
/// <param name="From">A text that stands there once.</param>
/// <param name="To">What stands there instead while the bug is alive.</param>
internal sealed record PlantedBug(string Name, string File, string From, string To)
{
    /// <summary>The source with the bug, which one variable of the environment brings to life: all are built at once.</summary>
    /// <exception cref="InvalidOperationException">The text does not stand there once.</exception>
    public string PlantIn(string source)
    {
        if (source.Split(From).Length != 2) throw new InvalidOperationException($"{Name}: {File} must have this once: {From}");
        var isAlive = $"OrleansHybrid.Sweeps.PlantedBugs.IsAlive(\"{Name}\")";
        return source.Replace(
            From,
            From.EndsWith(';') ? $"if ({isAlive}) {{ {To} }} else {{ {From} }}" : $"({isAlive} ? ({To}) : ({From}))",
            StringComparison.Ordinal);
    }
}
