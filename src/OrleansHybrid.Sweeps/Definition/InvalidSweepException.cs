namespace OrleansHybrid.Sweeps.Definition;

/// <summary>One mistake in a sweep file with its position.</summary>
/// <param name="Line">Line in the file, from 1.</param>
/// <param name="Path">Path of the key: <c>parameters.temperature.values[2]</c>; empty for the file as a whole.</param>
/// <param name="Message">The problem and its remedy.</param>
public sealed record Problem(int Line, string Path, string Message)
{
    /// <summary>The mistake in the format of compilers, so that an editor can jump to it: <c>file:12: path: message</c>.</summary>
    public string In(string file) => Path.Length == 0 ? $"{file}:{Line}: {Message}" : $"{file}:{Line}: {Path}: {Message}";
}

/// <summary>A sweep file that cannot run, with all its problems.</summary>
public sealed class InvalidSweepException(string file, IReadOnlyList<Problem> problems)
    : Exception($"{file} has {problems.Count} problem{(problems.Count == 1 ? "" : "s")}:\n"
        + string.Join('\n', problems.Select(problem => "  " + problem.In(file))))
{
    public IReadOnlyList<Problem> Problems { get; } = problems;
}
