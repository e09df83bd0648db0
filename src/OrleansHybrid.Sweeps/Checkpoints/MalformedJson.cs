using System.Text.Json;

namespace OrleansHybrid.Sweeps.Checkpoints;

/// <summary>What is wrong with JSON that somebody else wrote, in words that no terminal obeys and that need no knowledge of this program.</summary>
public static class MalformedJson
{
    /// <param name="malformed">What reading it threw.</param>
    public static string Explain(Exception malformed) => malformed is JsonException { Path: { Length: > 1 } path } json
        ? $"nothing that can stand there is at {Quotation.Of(path)}, line {json.LineNumber + 1}"
        : Quotation.Line(malformed.Message);
}
