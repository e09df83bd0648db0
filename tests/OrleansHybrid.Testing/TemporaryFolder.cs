namespace OrleansHybrid.Testing;

/// <summary>A folder of one test's own, gone after it.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("orleanshybrid-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a file into it.</summary>
    /// <returns>The file's path.</returns>
    public string File(string name, string text)
    {
        System.IO.File.WriteAllText(this[name], text);
        return this[name];
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
