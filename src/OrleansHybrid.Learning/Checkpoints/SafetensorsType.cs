using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Checkpoints;

/// <summary>The element types of the safetensors format that the tensor library shares.</summary>
internal static class SafetensorsType
{
    private static readonly (string Name, ScalarType Type)[] All =
    [
        ("BOOL", ScalarType.Bool), ("U8", ScalarType.Byte), ("I8", ScalarType.Int8), ("I16", ScalarType.Int16), ("F16", ScalarType.Float16),
        (
            "BF16",
            ScalarType.BFloat16), ("I32", ScalarType.Int32), ("F32", ScalarType.Float32), ("I64", ScalarType.Int64), ("F64",
            ScalarType.Float64),
    ];

    public static string NameOf(ScalarType type) => All.First(entry => entry.Type == type).Name;

    /// <param name="name">As a header that was read has it.</param>
    public static ScalarType Parse(string name) => All.First(entry => entry.Name == name).Type;
}
