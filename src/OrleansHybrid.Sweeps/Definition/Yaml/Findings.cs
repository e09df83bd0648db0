namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>What the reading of a sweep file found.</summary>
internal sealed class Findings
{
    /// <summary>With any of these the file cannot run.</summary>
    public List<Problem> Problems { get; } = [];

    /// <summary>What the author should know of a file that can run all the same.</summary>
    public List<Problem> Notices { get; } = [];

    public void Refuse(int line, string path, string message) => Problems.Add(new(line, path, message));

    public void Note(int line, string path, string message) => Notices.Add(new(line, path, message));
}
