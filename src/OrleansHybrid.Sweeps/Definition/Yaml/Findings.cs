namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>The results of reading a sweep file: problems and notices.</summary>
internal sealed class Findings
{
    /// <summary>Problems; with any of them the file cannot run.</summary>
    public List<Problem> Problems { get; } = [];

    /// <summary>Notices for the author of a file that can run.</summary>
    public List<Problem> Notices { get; } = [];

    public void Refuse(int line, string path, string message) => Problems.Add(new(line, path, message));

    public void Note(int line, string path, string message) => Notices.Add(new(line, path, message));
}
