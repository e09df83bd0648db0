namespace OrleansHybrid.Benchmarks.Searching;

/// <summary>What several searches of one problem came to.</summary>
/// <param name="Best">The median best, by the number of trials.</param>
/// <param name="Duplicates">Configurations that came again in a search, on average.</param>
/// <param name="CpuMillisecondsATrial">What choosing a point took, on average.</param>
/// <param name="CpuMillisecondsAtTheEnd">The same of the last tenth of the trials, when most results are known.</param>
internal sealed record SearchFigures(
    Dictionary<string, double> Best, double Duplicates, double CpuMillisecondsATrial, double CpuMillisecondsAtTheEnd);
