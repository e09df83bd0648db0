using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

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
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LetMembersBeMissing } },
            WriteIndented = indented,
            IndentSize = 2,
        };
        options.MakeReadOnly();
        return options;
    }

    // `required` binds those who construct a record: texts of older versions lack members that are newer than they.
    private static void LetMembersBeMissing(JsonTypeInfo type)
    {
        if (type.Kind is not JsonTypeInfoKind.Object) return;
        foreach (var member in type.Properties.Where(IsRequiredOfCallers)) member.IsRequired = false;
    }

    private static bool IsRequiredOfCallers(JsonPropertyInfo member) =>
        member.AttributeProvider?.IsDefined(typeof(RequiredMemberAttribute), inherit: false) is true;
}
