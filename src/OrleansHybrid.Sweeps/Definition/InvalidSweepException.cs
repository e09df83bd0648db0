namespace OrleansHybrid.Sweeps.Definition;

/// <summary>One mistake in a sweep file, where its author can find it.</summary>
/// <param name="Line">Line in the file, from 1.</param>
/// <param name="Path">Path of the key: <c>parameters.temperature.values[2]</c>; empty for the file as a whole.</param>
/// <param name="Message">What is wrong and what to write instead.</param>
public sealed record Problem(int Line, string Path, string Message)
{
    /// <summary>As compilers write it, so that an editor can jump there: <c>file:12: path: message</c>.</summary>
    public string In(string file) => Path.Length == 0 ? $"{file}:{Line}: {Message}" : $"{file}:{Line}: {Path}: {Message}";
}

/// <summary>A sweep file that cannot run, with everything that is wrong with it.</summary>
public sealed class InvalidSweepException(string file, IReadOnlyList<Problem> problems)
    : Exception($"{file} has {problems.Count} problem{(problems.Count == 1 ? "" : "s")}:\n"
        + string.Join('\n', problems.Select(problem => "  " + problem.In(file))))
{
    public IReadOnlyList<Problem> Problems { get; } = problems;
}
