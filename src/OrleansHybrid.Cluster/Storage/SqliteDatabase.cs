using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace OrleansHybrid.Cluster.Storage;

/// <summary>The file with the state of all grains, one row a state, and the connections that read it.</summary>
internal sealed class SqliteDatabase : IDisposable
{
    // WAL lets readers go on beside the writer; FULL makes every acknowledged transaction survive a power cut.
    private const string Pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000;";

    private const long SchemaVersion = 1;

    // The whole grain id is the key: two grain classes may well share a primary key. Cleared rows stay as tombstones
    // with their version, so that a writer from before the clearing still meets a conflict.
    private const string Schema = """
        CREATE TABLE grain_state(
            grain TEXT NOT NULL, name TEXT NOT NULL, version INTEGER NOT NULL, data BLOB, PRIMARY KEY(grain, name)) WITHOUT ROWID;
        """;

    private readonly ConcurrentBag<SqliteConnection> _idleReaders = [];

    /// <exception cref="GrainStorageException">The file cannot be opened, or another version of this program made it.</exception>
    public SqliteDatabase(string path)
    {
        Path = path;
        Guard(() =>
        {
            using var connection = Open();
            Prepare(connection);
            return 0;
        });
    }

    public string Path { get; }

    public SqliteConnection Open(string morePragmas = "")
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path, Pooling = false }.ToString());
        connection.Open();
        Execute(connection, Pragmas + morePragmas);
        return connection;
    }

    /// <returns>The row's version and data (null when cleared), or null where there is none.</returns>
    public (long Version, byte[]? Data)? Read(string grain, string name) => Guard<(long, byte[]?)?>(() =>
    {
        if (!_idleReaders.TryTake(out var connection)) connection = Open();
        try
        {
            using var select = connection.CreateCommand();
            select.CommandText = "SELECT version, data FROM grain_state WHERE grain = $grain AND name = $name";
            select.Parameters.AddWithValue("$grain", grain);
            select.Parameters.AddWithValue("$name", name);
            using var row = select.ExecuteReader();
            return row.Read() ? (row.GetInt64(0), row.IsDBNull(1) ? null : row.GetFieldValue<byte[]>(1)) : null;
        }
        finally
        {
            _idleReaders.Add(connection);
        }
    });

    public void Dispose()
    {
        while (_idleReaders.TryTake(out var connection)) connection.Dispose();
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private void Prepare(SqliteConnection connection)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        using var version = connection.CreateCommand();
        version.CommandText = "PRAGMA user_version";
        switch ((long)version.ExecuteScalar()!)
        {
            case SchemaVersion:
                return;
            case 0:
                Execute(connection, $"{Schema} PRAGMA user_version = {SchemaVersion};");
                transaction.Commit();
                return;
            case var other:
                throw new GrainStorageException(
                    $"{Path}: the file has layout {other}, and this program knows layout {SchemaVersion}. "
                    + "Use the program that made it, or another state folder.");
        }
    }

    private T Guard<T>(Func<T> access)
    {
        try
        {
            return access();
        }
        catch (SqliteException cause)
        {
            throw GrainStorageException.From(cause, Path);
        }
    }
}
