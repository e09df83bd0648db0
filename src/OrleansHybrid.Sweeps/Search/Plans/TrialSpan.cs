namespace OrleansHybrid.Sweeps.Search.Plans;

/// <summary>Trials that follow each other.</summary>
/// <param name="From">The first of them.</param>
/// <param name="Until">The first that is none of them any more.</param>
public readonly record struct TrialSpan(int From, int Until);
