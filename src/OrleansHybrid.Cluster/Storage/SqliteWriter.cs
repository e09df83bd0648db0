using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace OrleansHybrid.Cluster.Storage;

/// <summary>
/// The only connection that writes, on a thread of its own. What arrives while one transaction is made durable shares
/// the next one, so a hundred callers pay for one flush of the disk together.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    private const int MostWritesATransaction = 512;

    private readonly Channel<RowWrite> _queue = Channel.CreateUnbounded<RowWrite>(new() { SingleReader = true });
    private readonly SqliteDatabase _database;
    private readonly string _pragmas;
    private readonly Thread _thread;

    /// <param name="pragmas">Settings of its connection beyond the database's own.</param>
    public SqliteWriter(SqliteDatabase database, string pragmas = "")
    {
        (_database, _pragmas) = (database, pragmas);
        _thread = new Thread(WriteUntilClosed) { IsBackground = true, Name = "grain-state writer" };
        _thread.Start();
    }

    /// <summary>Writes the row if its version still is <paramref name="version"/> (null: if there is no row).</summary>
    /// <param name="data">Null clears the row.</param>
    /// <returns>The new version once it is on disk, or null where another write came first.</returns>
    /// <exception cref="GrainStorageException">Nothing was written.</exception>
    public Task<long?> Write(string grain, string name, long? version, byte[]? data)
    {
        var write = new RowWrite(grain, name, version, data);
        ObjectDisposedException.ThrowIf(!_queue.Writer.TryWrite(write), this);
        return write.Outcome;
    }

    /// <summary>Returns when everything that was asked for is on disk.</summary>
    public void Dispose()
    {
        _queue.Writer.TryComplete();
        _thread.Join();
    }

    private void WriteUntilClosed()
    {
        var batch = new List<RowWrite>();
        try
        {
            using var connection = _database.Open(_pragmas);
            using var statements = new WriteStatements(connection);
            while (WaitForWrite())
            {
                batch.Clear();
                while (batch.Count < MostWritesATransaction && _queue.Reader.TryRead(out var write)) batch.Add(write);
                WriteTogether(connection, statements, batch);
            }
        }
        catch (SqliteException cause)
        {
            RefuseAll(cause);
        }
    }

    private bool WaitForWrite() => _queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult();

    private void WriteTogether(SqliteConnection connection, WriteStatements statements, List<RowWrite> batch)
    {
        var versions = new long?[batch.Count];
        try
        {
            using var transaction = connection.BeginTransaction(deferred: false);
            for (var i = 0; i < batch.Count; i++) versions[i] = statements.Execute(batch[i], transaction);
            transaction.Commit();
        }
        catch (SqliteException cause)
        {
            foreach (var write in batch) write.Fail(GrainStorageException.From(cause, _database.Path));
            return;
        }

        for (var i = 0; i < batch.Count; i++) batch[i].Succeed(versions[i]);
    }

    private void RefuseAll(SqliteException cause)
    {
        _queue.Writer.TryComplete();
        while (_queue.Reader.TryRead(out var write)) write.Fail(GrainStorageException.From(cause, _database.Path));
    }
}
