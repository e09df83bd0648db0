using OrleansHybrid.Sweeps.Terminal;

namespace OrleansHybrid.Sweeps.Checkpoints;

/// <summary>Quotes untrusted text in a message: on one line, and short.</summary>
public static class Quotation
{
    private const int MostLetters = 80, MostInALine = 300, MostNames = 50;

    public static string Of(string? text) => text is null ? "null" : $"'{Cut(text, MostLetters)}'";

    /// <summary>A message that may contain such text.</summary>
    public static string Line(string message) => Cut(message, MostInALine);

    /// <summary>A list of names without control characters, in ordinal order.</summary>
    public static string List(IEnumerable<string> names)
    {
        string[] ordered = [.. names.Order(StringComparer.Ordinal)];
        return string.Join(", ", ordered.Take(MostNames)) + (ordered.Length > MostNames ? $" and {ordered.Length - MostNames} others" : "");
    }

    private static string Cut(string text, int most) => PrintableText.OneLine(text.Length > most ? text[..most] + "…" : text);
}
