using System.Buffers.Binary;
using System.Text.Json;

namespace OrleansHybrid.Sweeps.Checkpoints;

/// <summary>A tensor as a safetensors header describes it.</summary>
/// <param name="Type">The element type by the format's name: <c>F32</c>.</param>
/// <param name="Shape">The shape; empty for a scalar.</param>
/// <param name="Begin">Offset of its first byte in the data.</param>
/// <param name="End">Offset behind its last byte in the data.</param>
public sealed record SafetensorsEntry(string Name, string Type, long[] Shape, long Begin, long End);

/// <summary>
/// The header of a safetensors file (github.com/huggingface/safetensors, "Format"), read strictly: the tensors must fill the
/// data without gap, overlap or remainder. The file may come from an untrusted source.
/// </summary>
/// <param name="Tensors">The tensors in the order of their data.</param>
/// <param name="Metadata">Free text by key.</param>
/// <param name="DataBegin">Offset of the data in the file.</param>
public sealed record SafetensorsHeader(IReadOnlyList<SafetensorsEntry> Tensors, IReadOnlyDictionary<string, string> Metadata, int DataBegin)
{
    private const string MetadataKey = "__metadata__";

    /// <summary>Maximum size of a header; a ResNet-50's has 30,000 bytes.</summary>
    private const int MostBytes = 16 << 20;

    // Networks of images have four, of videos five.
    private const int MostDimensions = 8;

    private static readonly Dictionary<string, int> BytesOf = new()
    {
        ["BOOL"] = 1,
        ["U8"] = 1,
        ["I8"] = 1,
        ["I16"] = 2,
        ["F16"] = 2,
        ["BF16"] = 2,
        ["I32"] = 4,
        ["F32"] = 4,
        ["I64"] = 8,
        ["F64"] = 8,
    };

    /// <param name="file">The whole file.</param>
    /// <exception cref="InvalidDataException">The bytes are not a safetensors file; the message names the fault.</exception>
    public static SafetensorsHeader Read(ReadOnlyMemory<byte> file) => Read(file[..LengthOf(file.Span, file.Length)], file.Length);

    /// <summary>Reads only the header of a file.</summary>
    /// <inheritdoc cref="Read(ReadOnlyMemory{byte})"/>
    public static SafetensorsHeader ReadAt(string path)
    {
        var bytes = PlainFile.LengthOf(path);
        var length = LengthOf(bytes < sizeof(ulong) ? [] : PlainFile.ReadStart(path, sizeof(ulong)), bytes);
        return Read(PlainFile.ReadStart(path, length), bytes);
    }

    /// <returns>Size of the header in bytes, including its length field.</returns>
    private static int LengthOf(ReadOnlySpan<byte> start, long fileBytes)
    {
        if (start.Length < sizeof(ulong)) throw new InvalidDataException($"{fileBytes} bytes are too few for a safetensors header");
        var length = BinaryPrimitives.ReadUInt64LittleEndian(start);
        if (length > (ulong)(fileBytes - sizeof(ulong)))
            throw new InvalidDataException($"the header claims {length} bytes, but the file has {fileBytes}");
        return length <= MostBytes
            ? sizeof(ulong) + (int)length
            : throw new InvalidDataException($"the header has {length} bytes, more than the {MostBytes} that are allowed");
    }

    private static SafetensorsHeader Read(ReadOnlyMemory<byte> header, long fileBytes)
    {
        try
        {
            using var json = JsonDocument.Parse(header[sizeof(ulong)..], new JsonDocumentOptions { AllowDuplicateProperties = false });
            return Read(json.RootElement, header.Length, fileBytes - header.Length);
        }
        catch (Exception exception) when (
            exception is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new InvalidDataException($"the header is malformed: {MalformedJson.Explain(exception)}", exception);
        }
    }

    private static SafetensorsHeader Read(JsonElement header, int dataBegin, long dataBytes)
    {
        var metadata = new Dictionary<string, string>();
        var found = new List<SafetensorsEntry>();
        foreach (var entry in header.EnumerateObject())
        {
            if (entry.Name == MetadataKey)
                foreach (var item in entry.Value.EnumerateObject()) metadata[item.Name] = item.Value.GetString() ?? "";
            else
                found.Add(ReadTensor(entry.Name, entry.Value, dataBytes));
        }

        SafetensorsEntry[] tensors = [.. found.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End)];
        var filled = 0L;
        foreach (var (name, _, _, begin, end) in tensors)
        {
            if (begin != filled)
                throw new InvalidDataException($"tensor {Quotation.Of(name)} begins at byte {begin} of the data, not at {filled}");
            filled = end;
        }

        if (filled != dataBytes) throw new InvalidDataException($"the tensors end at byte {filled} of {dataBytes} bytes of data");
        return new(tensors, metadata, dataBegin);
    }

    private static SafetensorsEntry ReadTensor(string name, JsonElement entry, long dataBytes)
    {
        if (name.Any(char.IsControl)) throw new InvalidDataException($"{Quotation.Of(name)} is not a name of a tensor");
        var type = entry.GetProperty("dtype").GetString();
        if (type is null || !BytesOf.TryGetValue(type, out var size))
            throw new InvalidDataException($"element type {Quotation.Of(type)} is not supported");
        var shape = Numbers(entry, "shape");
        if (Numbers(entry, "data_offsets") is not [var begin, var end])
            throw new InvalidDataException($"tensor {Quotation.Of(name)} needs two data_offsets");
        if (begin < 0 || end < begin || end > dataBytes)
            throw new InvalidDataException($"tensor {Quotation.Of(name)} lies at bytes {begin} to {end} of {dataBytes} bytes of data");
        if (ElementsOf(shape) is not { } elements || elements * size != end - begin)
            throw new InvalidDataException(
                $"tensor {Quotation.Of(name)} has {end - begin} bytes, which do not fit {type} "
                    + $"[{string.Join(", ", shape.Take(MostDimensions))}]");
        return new(name, type, shape, begin, end);
    }

    /// <returns>Null for a shape that no tensor can have. An empty tensor also has strides, which must fit in a number.</returns>
    private static long? ElementsOf(long[] shape)
    {
        if (shape.Length > MostDimensions || shape.Any(dimension => dimension < 0)) return null;
        var extent = 1L;
        foreach (var dimension in shape)
        {
            if (dimension > int.MaxValue / extent) return null;
            extent *= Math.Max(1, dimension);
        }

        return shape.Contains(0) ? 0 : extent;
    }

    private static long[] Numbers(JsonElement entry, string key) =>
        [.. entry.GetProperty(key).EnumerateArray().Select(number => number.GetInt64())];
}
