namespace OrleansHybrid.Cluster.Tests.Testing;

/// <summary>A folder of one test's own, gone after it.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("orleanshybrid-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
