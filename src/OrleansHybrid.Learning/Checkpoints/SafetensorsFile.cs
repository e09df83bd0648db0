using System.Buffers.Binary;
using System.Text.Json;

namespace OrleansHybrid.Learning.Checkpoints;

/// <summary>What a safetensors file holds.</summary>
/// <param name="Tensors">By name.</param>
/// <param name="Metadata">Free text by key.</param>
public sealed record SafetensorsFile(IReadOnlyDictionary<string, StoredTensor> Tensors, IReadOnlyDictionary<string, string> Metadata)
{
    private const string MetadataKey = "__metadata__";

    /// <summary>Reads the format strictly: tensors must fill the data without a gap, an overlap or a rest.</summary>
    /// <param name="file">The whole file; the tensors' data stay views of it.</param>
    /// <exception cref="InvalidDataException">The bytes are not such a file; the message says where.</exception>
    public static SafetensorsFile Read(ReadOnlyMemory<byte> file)
    {
        if (file.Length < sizeof(ulong)) throw new InvalidDataException($"{file.Length} bytes are too few for a safetensors header");
        var length = BinaryPrimitives.ReadUInt64LittleEndian(file.Span);
        if (length > (ulong)(file.Length - sizeof(ulong)))
            throw new InvalidDataException($"the header is said to have {length} bytes, but the file has {file.Length}");

        var data = file[(sizeof(ulong) + (int)length)..];
        try
        {
            using var header = JsonDocument.Parse(file.Slice(sizeof(ulong), (int)length), new JsonDocumentOptions { AllowDuplicateProperties = false });
            return Read(header.RootElement, data);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new InvalidDataException($"the header is malformed: {exception.Message}", exception);
        }
    }

    private static SafetensorsFile Read(JsonElement header, ReadOnlyMemory<byte> data)
    {
        var metadata = new Dictionary<string, string>();
        var found = new List<(long Begin, long End, string Name, StoredTensor Tensor)>();
        foreach (var entry in header.EnumerateObject())
        {
            if (entry.Name == MetadataKey)
                foreach (var item in entry.Value.EnumerateObject()) metadata[item.Name] = item.Value.GetString() ?? "";
            else
                found.Add(ReadTensor(entry.Name, entry.Value, data));
        }

        var filled = 0L;
        foreach (var (begin, end, name, _) in found.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            if (begin != filled) throw new InvalidDataException($"tensor '{name}' begins at byte {begin} of the data, not at {filled}");
            filled = end;
        }

        if (filled != data.Length) throw new InvalidDataException($"the tensors end at byte {filled} of {data.Length} bytes of data");
        return new(found.ToDictionary(entry => entry.Name, entry => entry.Tensor), metadata);
    }

    private static (long Begin, long End, string Name, StoredTensor Tensor) ReadTensor(string name, JsonElement entry, ReadOnlyMemory<byte> data)
    {
        var (type, size) = SafetensorsType.Parse(entry.GetProperty("dtype").GetString());
        var shape = Numbers(entry, "shape");
        if (Numbers(entry, "data_offsets") is not [var begin, var end]) throw new InvalidDataException($"tensor '{name}' needs two data_offsets");
        if (begin < 0 || end < begin || end > data.Length)
            throw new InvalidDataException($"tensor '{name}' lies at bytes {begin} to {end} of {data.Length} bytes of data");
        if (shape.Any(dimension => dimension < 0) || (Int128)(end - begin) != shape.Aggregate((Int128)size, (product, dimension) => product * dimension))
            throw new InvalidDataException($"tensor '{name}' has {end - begin} bytes, which do not fit {type} [{string.Join(", ", shape)}]");
        return (begin, end, name, new(type, shape, data[(int)begin..(int)end]));
    }

    private static long[] Numbers(JsonElement entry, string key) =>
        [.. entry.GetProperty(key).EnumerateArray().Select(number => number.GetInt64())];
}
