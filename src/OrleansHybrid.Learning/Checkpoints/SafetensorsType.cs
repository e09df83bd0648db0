using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Checkpoints;

/// <summary>The element types of the safetensors format that the tensor library shares.</summary>
internal static class SafetensorsType
{
    private static readonly (string Name, ScalarType Type, int Bytes)[] All =
    [
        ("BOOL", ScalarType.Bool, 1), ("U8", ScalarType.Byte, 1), ("I8", ScalarType.Int8, 1), ("I16", ScalarType.Int16, 2),
        ("F16", ScalarType.Float16, 2), ("BF16", ScalarType.BFloat16, 2), ("I32", ScalarType.Int32, 4),
        ("F32", ScalarType.Float32, 4), ("I64", ScalarType.Int64, 8), ("F64", ScalarType.Float64, 8),
    ];

    public static string NameOf(ScalarType type) => All.First(entry => entry.Type == type).Name;

    /// <returns>The type and the bytes of one element.</returns>
    /// <exception cref="InvalidDataException">The name is none of the format's, or one that we cannot read.</exception>
    public static (ScalarType Type, int Bytes) Parse(string? name)
    {
        var index = Array.FindIndex(All, entry => entry.Name == name);
        return index >= 0 ? (All[index].Type, All[index].Bytes) : throw new InvalidDataException($"element type '{name}' is not supported");
    }
}
