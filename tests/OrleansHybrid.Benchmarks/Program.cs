using System.CommandLine;
using OrleansHybrid.Benchmarks;

var root = new RootCommand("Measures what the project claims. Each benchmark ends with one JSON line of figures and ratios.")
{
    ContrastiveMemory.Create(),
    MemoryFlat.Create(),
    Scale.Create(),
    FairShareRun.Create(),
};

try
{
    return await root.Parse(args).InvokeAsync(new() { EnableDefaultExceptionHandler = false });
}
catch (BenchmarkException missing)
{
    await Console.Error.WriteLineAsync(missing.Message);
    return 1;
}
