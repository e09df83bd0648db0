using Microsoft.Data.Sqlite;

namespace OrleansHybrid.Cluster.Storage;

/// <summary>One conditional write of one row, and who waits for it.</summary>
internal sealed class RowWrite(string grain, string name, long? version, byte[]? data)
{
    private readonly TaskCompletionSource<long?> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Grain => grain;

    public string Name => name;

    /// <summary>The version that the row must have; null where there must be no row.</summary>
    public long? Version => version;

    public byte[]? Data => data;

    public Task<long?> Outcome => _outcome.Task;

    public void Succeed(long? newVersion) => _outcome.TrySetResult(newVersion);

    public void Fail(GrainStorageException failure) => _outcome.TrySetException(failure);
}

/// <summary>The two prepared statements behind every <see cref="RowWrite"/>.</summary>
internal sealed class WriteStatements : IDisposable
{
    private readonly SqliteCommand _insert, _update;

    public WriteStatements(SqliteConnection connection)
    {
        _insert = Command(connection, """
            INSERT INTO grain_state(grain, name, version, data) VALUES($grain, $name, 1, $data) ON CONFLICT DO NOTHING
            """);
        _update = Command(connection, """
            UPDATE grain_state SET version = version + 1, data = $data WHERE grain = $grain AND name = $name AND version = $version
            """);
    }

    /// <returns>The row's new version, or null where its version was another.</returns>
    public long? Execute(RowWrite write, SqliteTransaction transaction)
    {
        var command = write.Version is null ? _insert : _update;
        command.Transaction = transaction;
        command.Parameters["$grain"].Value = write.Grain;
        command.Parameters["$name"].Value = write.Name;
        command.Parameters["$data"].Value = (object?)write.Data ?? DBNull.Value;
        command.Parameters["$version"].Value = write.Version ?? 0;
        return command.ExecuteNonQuery() == 1 ? (write.Version ?? 0) + 1 : null;
    }

    public void Dispose()
    {
        _insert.Dispose();
        _update.Dispose();
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.Add("$grain", SqliteType.Text);
        command.Parameters.Add("$name", SqliteType.Text);
        command.Parameters.Add("$data", SqliteType.Blob);
        command.Parameters.Add("$version", SqliteType.Integer);
        return command;
    }
}
