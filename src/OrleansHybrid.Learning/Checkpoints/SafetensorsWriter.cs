using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Checkpoints;

/// <summary>
/// Writes the safetensors format (github.com/huggingface/safetensors, "Format"): the header's length in 8 bytes,
/// little-endian; a JSON header; the tensors' elements. Equal tensors give equal bytes: wide types come first, as in the
/// reference implementation, so that every tensor is aligned, then names in ordinal order.
/// </summary>
public static class SafetensorsWriter
{
    private const int Alignment = 8;

    /// <param name="tensors">By name; of any device and layout.</param>
    /// <param name="metadata">Free text by key.</param>
    /// <param name="reuse">Memory for the file, used where it has just its size.</param>
    public static byte[] Write(
        IEnumerable<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string> metadata, byte[]? reuse = null)
    {
        using var scope = NewDisposeScope();
        var ordered = tensors
            .Select(entry => (Name: entry.Key, Value: entry.Value.detach().cpu().contiguous()))
            .OrderByDescending(entry => entry.Value.element_size())
            .ThenBy(entry => entry.Name, StringComparer.Ordinal)
            .ToArray();

        var header = Header(ordered, metadata);
        var data = sizeof(ulong) + header.Length;
        var length = (int)(data + ordered.Sum(entry => entry.Value.numel() * entry.Value.element_size()));
        var file = reuse?.Length == length ? reuse : GC.AllocateUninitializedArray<byte>(length);
        BinaryPrimitives.WriteUInt64LittleEndian(file, (ulong)header.Length);
        header.CopyTo(file, sizeof(ulong));
        foreach (var (_, value) in ordered)
        {
            var bytes = value.bytes;
            bytes.CopyTo(file.AsSpan(data));
            data += bytes.Length;
        }

        return file;
    }

    /// <summary>The JSON header, padded with spaces to a multiple of 8 bytes.</summary>
    private static byte[] Header((string Name, Tensor Value)[] tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            foreach (var (key, value) in metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal)) json.WriteString(key, value);
            json.WriteEndObject();

            var offset = 0L;
            foreach (var (name, value) in tensors)
            {
                var end = offset + value.numel() * value.element_size();
                json.WriteStartObject(name);
                json.WriteString("dtype", SafetensorsType.NameOf(value.dtype));
                WriteNumbers(json, "shape", value.shape);
                WriteNumbers(json, "data_offsets", [offset, end]);
                json.WriteEndObject();
                offset = end;
            }

            json.WriteEndObject();
        }

        while (buffer.Length % Alignment != 0) buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string key, long[] numbers)
    {
        json.WriteStartArray(key);
        foreach (var number in numbers) json.WriteNumberValue(number);
        json.WriteEndArray();
    }
}
