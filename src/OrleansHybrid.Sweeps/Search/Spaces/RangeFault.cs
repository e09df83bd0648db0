namespace OrleansHybrid.Sweeps.Search.Spaces;

/// <summary>Why a distribution cannot be: for whoever reads it from a file, and knows the word and the line.</summary>
/// <param name="Part">What of the distribution is wrong.</param>
/// <param name="Message">What is wrong with it and what to do, without its name.</param>
public sealed record RangeFault(RangePart Part, string Message);

/// <summary>What a distribution is given.</summary>
public enum RangePart
{
    /// <summary>The lower end.</summary>
    Low,

    /// <summary>The upper end.</summary>
    High,

    /// <summary>What separates two neighbours, or what all values are multiples of.</summary>
    Step,

    /// <summary>The values that are listed.</summary>
    Values,

    /// <summary>How likely each of the values is.</summary>
    Probabilities,

    /// <summary>The mean of a normal distribution, or of the logarithms.</summary>
    Mean,

    /// <summary>The standard deviation of a normal distribution, or of the logarithms.</summary>
    Deviation,

    /// <summary>The first shape of a beta distribution.</summary>
    FirstShape,

    /// <summary>The second shape of a beta distribution.</summary>
    SecondShape,
}
