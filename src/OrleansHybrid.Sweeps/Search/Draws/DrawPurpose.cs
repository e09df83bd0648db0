namespace OrleansHybrid.Sweeps.Search.Draws;

/// <summary>What a draw of a search is for. The numbers are part of every search: never renumber them.</summary>
public enum DrawPurpose
{
    /// <summary>A setting's value, by the inverse of its distribution.</summary>
    Value = 1,

    /// <summary>The order in which the configurations of a finite space are taken.</summary>
    Order = 2,

    /// <summary>What scrambles the digits of a Sobol or Halton sequence.</summary>
    Scrambling = 3,

    /// <summary>The candidates that TPE compares.</summary>
    Candidate = 4,

    /// <summary>The pruned configurations that are trained to the end as a control.</summary>
    Control = 5,
}
