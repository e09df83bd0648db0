using System.Globalization;

namespace OrleansHybrid.Sweeps.Checkpoints;

/// <summary>Quotes in a message what somebody else wrote: in one line that no terminal obeys, and short.</summary>
public static class Quotation
{
    private const int MostLetters = 80, MostInALine = 300, MostNames = 50;

    public static string Of(string? text) => text is null ? "null" : $"'{Cut(text, MostLetters)}'";

    /// <summary>A message that may repeat such a text.</summary>
    public static string Line(string message) => Cut(message, MostInALine);

    /// <summary>A list of names that hold no control characters, in ordinal order.</summary>
    public static string List(IEnumerable<string> names)
    {
        string[] ordered = [.. names.Order(StringComparer.Ordinal)];
        return string.Join(", ", ordered.Take(MostNames)) + (ordered.Length > MostNames ? $" and {ordered.Length - MostNames} others" : "");
    }

    private static string Cut(string text, int most) =>
        string.Concat(text.Take(most).Select(Shown)) + (text.Length > most ? "…" : "");

    private static string Shown(char letter) => char.IsControl(letter) || char.IsSurrogate(letter) || char.GetUnicodeCategory(letter) is UnicodeCategory.Format
        ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter:X4}")
        : letter.ToString();
}
