using Microsoft.Data.Sqlite;

namespace OrleansHybrid.Cluster.Tests.Testing;

/// <summary>A folder of one test's own, gone after it.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("orleanshybrid-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>The grain state of the <see cref="TestSilo"/> on this folder, for a look past the silo.</summary>
    public SqliteConnection OpenGrainState()
    {
        var connection = new SqliteConnection($"Data Source={this["state/grains.db"]};Pooling=False");
        connection.Open();
        return connection;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
