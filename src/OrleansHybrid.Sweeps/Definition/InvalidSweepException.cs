namespace OrleansHybrid.Sweeps.Definition;

/// <summary>One mistake in a sweep file, where its author can find it.</summary>
/// <param name="Line">Line in the file, from 1.</param>
/// <param name="Path">Path of the key: <c>parameters.temperature.values[2]</c>.</param>
/// <param name="Message">What is wrong and what to write instead.</param>
public sealed record Problem(int Line, string Path, string Message);

/// <summary>A sweep file that cannot run, with everything that is wrong with it.</summary>
public sealed class InvalidSweepException(string file, IReadOnlyList<Problem> problems)
    : Exception($"{file} has {problems.Count} problem{(problems.Count == 1 ? "" : "s")}:\n"
        + string.Join('\n', problems.Select(problem => $"  {file}:{problem.Line}: {problem.Path}: {problem.Message}")))
{
    public IReadOnlyList<Problem> Problems { get; } = problems;
}
