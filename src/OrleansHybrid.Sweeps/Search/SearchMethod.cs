using System.Text.Json.Serialization;
using OrleansHybrid.Sweeps.Text;

namespace OrleansHybrid.Sweeps.Search;

/// <summary>How a sweep comes by its configurations.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<SearchMethod>))]
public enum SearchMethod
{
    /// <summary>Every combination of the values.</summary>
    Grid,

    /// <summary>Configurations drawn at random; those that can be counted come once each.</summary>
    Random,

    /// <summary>The points of a scrambled Sobol sequence (Joe and Kuo, 2008), which fill the space evenly.</summary>
    Sobol,

    /// <summary>The points of a scrambled Halton sequence, which fill the space evenly.</summary>
    Halton,

    /// <summary>The tree-structured Parzen estimator (Bergstra et al., 2011), which learns from the results so far.</summary>
    Tpe,
}
