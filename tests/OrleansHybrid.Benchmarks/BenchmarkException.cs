namespace OrleansHybrid.Benchmarks;

/// <summary>A benchmark that cannot be run here: the message says what is missing.</summary>
internal sealed class BenchmarkException(string message) : Exception(message);
