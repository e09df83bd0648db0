using System.Globalization;
using OrleansHybrid.Sweeps.Terminal;

namespace OrleansHybrid.Sweeps.Results;

/// <summary>Comma-separated values as RFC 4180 has them, with one line feed a row: readable by every spreadsheet and by <c>cut</c>.</summary>
internal static class Csv
{
    public static void WriteRow(this TextWriter writer, params IEnumerable<string?> cells) =>
        writer.Write(string.Join(',', cells.Select(Quote)) + "\n");

    /// <summary>A fraction or a loss with up to six decimals; empty where unknown.</summary>
    public static string Number(double? number) => number?.ToString("0.######", CultureInfo.InvariantCulture) ?? "";

    /// <summary>A number as exactly as a double holds it; empty where unknown.</summary>
    public static string Exact(double? number) => number?.ToString("R", CultureInfo.InvariantCulture) ?? "";

    public static string Whole(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    // An error quotes names of files, and a terminal would obey them.
    private static string Quote(string? text) => text is null ? "" : QuotePrintable(PrintableText.Of(text));

    private static string QuotePrintable(string cell) =>
        cell.AsSpan().IndexOfAny(",\"\r\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
