using Microsoft.Data.Sqlite;

namespace OrleansHybrid.Cluster.Storage;

/// <summary>The file of the grain state cannot be used. The message names the file, what is wrong with it and the remedy.</summary>
[GenerateSerializer, Alias("grain-storage-exception")]
public sealed class GrainStorageException : OrleansException
{
    public GrainStorageException(string message)
        : base(message)
    {
    }

    public GrainStorageException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public GrainStorageException()
    {
    }

    internal static GrainStorageException From(SqliteException cause, string path) => new($"{path}: {Explain(cause)}", cause);

    private static string Explain(SqliteException cause) => cause.SqliteErrorCode switch
    {
        SqliteCode.Full => "the disk is full, so the state of the sweeps cannot be saved. Free some space; the sweeps go on by themselves.",
        SqliteCode.ReadOnly => "the file or its folder is read-only, so the state of the sweeps cannot be saved. "
            + "Make both writable for this user, or choose another state folder.",
        SqliteCode.CannotOpen => "the file cannot be opened. Check that its folder exists and is writable for this user.",
        SqliteCode.NotADatabase or SqliteCode.Corrupt => "the file is damaged or is no SQLite database. "
            + "Move it away and start once with --adopt-checkpoints; finished trials that it alone knew will train again.",
        SqliteCode.InputOutput => $"the disk reported an error ({cause.Message}). Check the disk and its free space.",
        _ => cause.Message,
    };

    private static class SqliteCode
    {
        public const int ReadOnly = 8, InputOutput = 10, Corrupt = 11, Full = 13, CannotOpen = 14, NotADatabase = 26;
    }
}
