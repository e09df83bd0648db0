using System.Globalization;
using Orleans.Storage;

namespace OrleansHybrid.Cluster.Storage;

/// <summary>
/// Grain state in one local SQLite file. A write is acknowledged when it is on disk, and is refused when somebody else
/// wrote the state in between. Disposal waits for the writes under way.
/// </summary>
internal sealed class SqliteGrainStorage : IGrainStorage, IDisposable
{
    private readonly SqliteDatabase _database;
    private readonly SqliteWriter _writer;
    private readonly IGrainStorageSerializer _serializer;

    /// <exception cref="GrainStorageException">The file cannot be used.</exception>
    public SqliteGrainStorage(string path, IGrainStorageSerializer serializer)
    {
        _serializer = serializer;
        _database = new(path);
        _writer = new(_database);
    }

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var row = _database.Read(grainId.ToString(), stateName);
        grainState.ETag = row?.Version.ToString(CultureInfo.InvariantCulture);
        grainState.RecordExists = row?.Data is not null;
        grainState.State = row?.Data is { } data ? _serializer.Deserialize<T>(new(data)) : Activator.CreateInstance<T>();
        return Task.CompletedTask;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Write(stateName, grainId, grainState, _serializer.Serialize(grainState.State).ToArray());
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (grainState.ETag is not null) await Write(stateName, grainId, grainState, data: null);
        grainState.RecordExists = false;
        grainState.State = Activator.CreateInstance<T>();
    }

    public void Dispose()
    {
        _writer.Dispose();
        _database.Dispose();
    }

    private async Task Write<T>(string stateName, GrainId grainId, IGrainState<T> grainState, byte[]? data)
    {
        long? version = grainState.ETag is { } etag ? long.Parse(etag, CultureInfo.InvariantCulture) : null;
        var written = await _writer.Write(grainId.ToString(), stateName, version, data)
            ?? throw new InconsistentStateException(
                $"{grainId} {stateName}: somebody else wrote this state in between",
                "unknown",
                grainState.ETag);
        grainState.ETag = written.ToString(CultureInfo.InvariantCulture);
    }
}
