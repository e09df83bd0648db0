using System.Text.Json;

namespace OrleansHybrid.Sweeps.Checkpoints;

/// <summary>Explains errors in JSON from untrusted sources, without control characters and without terms of this program.</summary>
public static class MalformedJson
{
    /// <param name="malformed">The exception of the JSON reader.</param>
    public static string Explain(Exception malformed) => malformed is JsonException { Path: { Length: > 1 } path } json
        ? $"there is an invalid value at {Quotation.Of(path)}, line {json.LineNumber + 1}"
        : Quotation.Line(malformed.Message);
}
