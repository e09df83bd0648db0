using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrleansHybrid.Sweeps.Protocol;

/// <summary>The one JSON dialect of trial files, the trainer protocol, manifests and results: snake_case keys, one line.</summary>
public static class ProtocolJson
{
    public static JsonSerializerOptions Options { get; } = Create(indented: false);

    /// <summary>The same dialect, indented for people.</summary>
    public static JsonSerializerOptions Indented { get; } = Create(indented: true);

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    /// <exception cref="JsonException">The text is not a <typeparamref name="T"/>.</exception>
    public static T Read<T>(string text) =>
        JsonSerializer.Deserialize<T>(text, Options) ?? throw new JsonException($"expected a {typeof(T).Name}, found null");

    private static JsonSerializerOptions Create(bool indented)
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            RespectRequiredConstructorParameters = false,
            WriteIndented = indented,
            IndentSize = 2,
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
