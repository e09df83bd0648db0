namespace OrleansHybrid.Sweeps.Search.Halving;

/// <summary>Why rungs cannot be: for whoever reads them from a file, and knows the word and the line.</summary>
/// <param name="Part">What is wrong.</param>
/// <param name="Message">What is wrong with it and what to do, without its name.</param>
public sealed record HalvingFault(HalvingPart Part, string Message);

/// <summary>What halving is given.</summary>
public enum HalvingPart
{
    /// <summary>Of how many configurations one goes on.</summary>
    Eta,

    /// <summary>The epochs of a training to the end.</summary>
    Epochs,

    /// <summary>The epochs of the lowest rung.</summary>
    LeastEpochs,

    /// <summary>How many rungs there are.</summary>
    Rungs,

    /// <summary>How many configurations there are.</summary>
    Configurations,
}

/// <summary>What comes of asking for rungs: the epochs of each, ascending, or what is wrong.</summary>
/// <param name="Epochs">Null where there is a fault.</param>
public readonly record struct RungsDraft(IReadOnlyList<int>? Epochs, HalvingFault? Fault)
{
    /// <exception cref="ArgumentException">There is a fault.</exception>
    public IReadOnlyList<int> OrThrow() => Epochs ?? throw new ArgumentException($"{Fault?.Part}: {Fault?.Message}");

    internal static RungsDraft Refused(HalvingPart part, string message) => new(null, new(part, message));
}
