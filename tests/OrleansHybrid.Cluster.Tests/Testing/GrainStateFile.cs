using Microsoft.Data.Sqlite;

namespace OrleansHybrid.Cluster.Tests.Testing;

internal static class GrainStateFile
{
    /// <summary>The grain state of the <see cref="TestSilo"/> on a folder, for a look past the silo.</summary>
    public static SqliteConnection OpenGrainState(this TemporaryFolder folder)
    {
        var connection = new SqliteConnection($"Data Source={folder["state/grains.db"]};Pooling=False");
        connection.Open();
        return connection;
    }
}
