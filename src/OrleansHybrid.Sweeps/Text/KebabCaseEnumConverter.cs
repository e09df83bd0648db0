using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrleansHybrid.Sweeps.Text;

/// <summary>
/// Writes one member of an enum as the sweep file spells it, as a value or as the key of a dictionary: <c>ClassBalanced</c> is
/// <c>class-balanced</c>. Numbers and lists of members are refused, also where their sum is a member.
/// </summary>
// JsonStringEnumConverter reads "psc, mpsc" as 2 | 4, whether the enum has flags or not.
public sealed class KebabCaseEnumConverter<T> : JsonConverter<T>
    where T : struct, Enum
{
    private static readonly Dictionary<T, string> Texts = Enum.GetValues<T>().ToDictionary(member => member, member => member.Spelled());

    private static readonly Dictionary<string, T> Members =
        Texts.ToDictionary(text => text.Value, text => text.Key, StringComparer.OrdinalIgnoreCase);

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => ReadName(ref reader);

    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        ReadName(ref reader);

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(TextOf(value));

    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WritePropertyName(TextOf(value));

    // Without a message of its own, the exception names the type and the path.
    private static T ReadName(ref Utf8JsonReader reader) =>
        reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && Members.TryGetValue(reader.GetString()!, out var member)
            ? member
            : throw new JsonException();

    private static string TextOf(T value) =>
        Texts.TryGetValue(value, out var text) ? text : throw new JsonException($"{value} is no {typeof(T).Name}");
}
