using System.CommandLine;
using OrleansHybrid.Benchmarks;
using OrleansHybrid.Cluster.Connection;

var root = new RootCommand("Measures what the project claims. Each benchmark ends with one JSON line of figures and ratios.")
{
    CheckpointCosts.Create(),
    ContrastiveMemory.Create(),
    DecodeSpeed.Create(),
    GpuRun.Create(),
    MemoryFlat.Create(),
    Soak.Create(),
    Recovery.Create(),
    RollingUpgrade.Create(),
    StatusLatency.Create(),
    TrainingSpeed.Create(),
    Scale.Create(),
    SearchScale.Create(),
    FairShareRun.Create(),
    WatchCost.Create(),
    PageSpeed.Create(),
    PageLive.Create(),
    Scraping.Create(),
    SearchQuality.Create(),
    Simulate.Create(),
};

try
{
    return await root.Parse(args).InvokeAsync(new() { EnableDefaultExceptionHandler = false });
}
catch (Exception failure) when (failure is BenchmarkException or ClusterException)
{
    await Console.Error.WriteLineAsync(failure.Message);
    return 1;
}
