using OrleansHybrid.Sweeps.Checkpoints;

namespace OrleansHybrid.Learning.Checkpoints;

/// <summary>The tensors and metadata of a safetensors file.</summary>
/// <param name="Tensors">By name.</param>
/// <param name="Metadata">Free text by key.</param>
public sealed record SafetensorsFile(IReadOnlyDictionary<string, StoredTensor> Tensors, IReadOnlyDictionary<string, string> Metadata)
{
    /// <param name="file">The whole file; the tensors' data stay views of it.</param>
    /// <exception cref="InvalidDataException">The bytes are not such a file; the message says where.</exception>
    public static SafetensorsFile Read(ReadOnlyMemory<byte> file)
    {
        var header = SafetensorsHeader.Read(file);
        var data = file[header.DataBegin..];
        return new(
            header.Tensors.ToDictionary(
                entry => entry.Name,
                entry => new StoredTensor(SafetensorsType.Parse(entry.Type), entry.Shape, data[(int)entry.Begin..(int)entry.End])),
            header.Metadata);
    }
}
