using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace OrleansHybrid.Sweeps.Settings;

/// <summary>
/// The identity of the data that a trial learns from: equal for equal data on every machine, in whatever folder it lies.
/// <c>src/README.md</c> tells how it is made. Written <c>sha256-</c> and 64 hex digits, <c>sampled-</c> where only parts of large
/// files were read, or <c>synthetic-</c> and the generator's version. Null, wherever it may be null, is data that nobody took down.
/// </summary>
[JsonConverter(typeof(Converter))]
public sealed partial record DataFingerprint
{
    private const int ShortDigits = 12;

    private DataFingerprint(string value) => Value = value;

    /// <summary>The built-in images: to be raised when their generator paints others.</summary>
    public static DataFingerprint Synthetic { get; } = new("synthetic-1");

    public string Value { get; }

    /// <summary>Enough of it for a person to tell two apart: <c>sha256-3f9a04be1c77</c>.</summary>
    public string Brief => Value[..Math.Min(Value.Length, Value.IndexOf('-', StringComparison.Ordinal) + 1 + ShortDigits)];

    /// <summary>Null for data in files, which has to be looked at.</summary>
    public static DataFingerprint? OfBuiltIn(DatasetName dataset) => dataset is DatasetName.Synthetic ? Synthetic : null;

    /// <param name="hash">32 bytes.</param>
    /// <param name="isSampled">Whether only parts of large files went into it.</param>
    public static DataFingerprint Of(ReadOnlySpan<byte> hash, bool isSampled)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(hash.Length, 32);
        return new((isSampled ? "sampled-" : "sha256-") + Convert.ToHexStringLower(hash));
    }

    public static bool TryParse(string? text, [NotNullWhen(true)] out DataFingerprint? fingerprint)
    {
        fingerprint = text is not null && Form().IsMatch(text) ? new(text) : null;
        return fingerprint is not null;
    }

    public override string ToString() => Value;

    [GeneratedRegex(@"\A((sha256|sampled)-[0-9a-f]{64}|synthetic-[0-9]{1,9})\z")]
    private static partial Regex Form();

    private sealed class Converter : JsonConverter<DataFingerprint>
    {
        public override DataFingerprint Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType is JsonTokenType.String && TryParse(reader.GetString(), out var fingerprint)
                ? fingerprint
                : throw new JsonException("expected a fingerprint of data, such as sha256- and 64 hex digits");

        public override void Write(Utf8JsonWriter writer, DataFingerprint value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Value);
    }
}
