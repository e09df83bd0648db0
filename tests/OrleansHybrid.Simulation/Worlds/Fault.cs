namespace OrleansHybrid.Simulation.Worlds;

/// <summary>What goes wrong with a machine, or is done to one.</summary>
internal enum FaultKind
{
    /// <summary>It dies, and comes back later.</summary>
    Death,

    /// <summary>It stands still for a while; the others may take it for dead meanwhile.</summary>
    Standstill,

    /// <summary>The others take it for dead, which it learns of a while later: until then grains may be in two places.</summary>
    FalseDeath,

    /// <summary>Nothing gets from it to another machine, and perhaps nothing back.</summary>
    Partition,

    /// <summary>It does not reach the grain storage.</summary>
    StoragePartition,

    /// <summary>It is told to stop, with notice, and comes back later.</summary>
    Notice,

    /// <summary>Its clock on the wall is set.</summary>
    ClockStep,

    /// <summary>Its grains leave its memory, healthy as they are.</summary>
    Deactivation,

    /// <summary>A person wants something of the sweep or of a trial.</summary>
    Verb,
}

/// <summary>A fault that is planned.</summary>
/// <param name="Machine">The number of the machine it strikes.</param>
/// <param name="Other">What else it depends on: another machine, a verb, a direction.</param>
internal sealed record Fault(TimeSpan At, FaultKind Kind, int Machine, int Other, TimeSpan Duration)
{
    public override string ToString() =>
        FormattableString.Invariant($"{Kind} at {At.TotalSeconds:F1} s of machine {Machine} ({Other}) for {Duration.TotalSeconds:F1} s");
}
