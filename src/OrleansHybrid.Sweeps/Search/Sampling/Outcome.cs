namespace OrleansHybrid.Sweeps.Search.Sampling;

/// <summary>How far a configuration has come.</summary>
public enum OutcomeKind
{
    /// <summary>It is still running, or its result must not be known yet.</summary>
    Running,

    /// <summary>It was trained to the end.</summary>
    Complete,

    /// <summary>It was trained to a rung, and stopped or waits there.</summary>
    Partial,

    /// <summary>It failed before it had any result.</summary>
    Failed,
}

/// <summary>
/// What is known of a configuration. The order is that of Optuna: complete ones by value, then those that came farthest, failed
/// ones last.
/// </summary>
/// <param name="Value">Lower is better; NaN or infinite is as bad as can be.</param>
/// <param name="Step">To which epoch a partial one was trained.</param>
public readonly record struct Outcome(OutcomeKind Kind, double Value = double.NaN, int Step = 0)
{
    public bool IsKnown => Kind is not OutcomeKind.Running;

    /// <summary>Negative where this one is better, 0 where neither is.</summary>
    public int CompareTo(Outcome other)
    {
        var (mine, others) = (Class, other.Class);
        if (mine != others) return mine.CompareTo(others);
        if (mine == 1 && Step != other.Step) return other.Step.CompareTo(Step);
        return mine <= 1 ? Order(Value).CompareTo(Order(other.Value)) : 0;
    }

    private int Class => Kind switch
    {
        OutcomeKind.Complete when double.IsFinite(Value) => 0,
        OutcomeKind.Partial => 1,
        _ => 2,
    };

    private static double Order(double value) => double.IsFinite(value) ? value : double.PositiveInfinity;
}
