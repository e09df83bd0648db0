using System.Text.Json;
using Orleans.Storage;
using OrleansHybrid.Sweeps.Protocol;

namespace OrleansHybrid.Cluster.Storage;

/// <summary>Grain state in the project's own JSON dialect: a person can read it, and the domain's records need no attribute.</summary>
internal sealed class ProtocolStorageSerializer : IGrainStorageSerializer
{
    public BinaryData Serialize<T>(T? input) => new(JsonSerializer.SerializeToUtf8Bytes(input, ProtocolJson.Options));

    public T Deserialize<T>(BinaryData input) =>
        JsonSerializer.Deserialize<T>(input, ProtocolJson.Options) ?? throw new JsonException($"expected a {typeof(T).Name}, found null");
}
