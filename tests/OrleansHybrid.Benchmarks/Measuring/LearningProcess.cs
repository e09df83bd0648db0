using OrleansHybrid.Cluster.Trainers;

namespace OrleansHybrid.Benchmarks.Measuring;

/// <summary>The executable that measures what needs Torch, in the environment that a slot agent gives a trainer.</summary>
internal static class LearningProcess
{
    private const string Name = "OrleansHybrid.Benchmarks.Learning";

    /// <param name="measure">What it measures: one of the words of its <c>Program</c>.</param>
    /// <param name="threads">How many threads it computes with.</param>
    /// <param name="environment">Variables that differ from a trainer's; null takes one away.</param>
    public static MeasuringProcess Start(string measure, int threads, params IEnumerable<KeyValuePair<string, string?>> environment)
    {
        var start = new TrainerProgram(BuiltProgram.Of(Name, Name + ".dll")).StartInfo(measure);
        TrainerEnvironment.Set(start.Environment, threads);
        foreach (var (name, value) in environment)
            if (value is null) start.Environment.Remove(name);
            else start.Environment[name] = value;
        return MeasuringProcess.Start(start);
    }
}
