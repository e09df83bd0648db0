using System.Globalization;
using OrleansHybrid.Sweeps.Terminal;

namespace OrleansHybrid.Sweeps.Results;

/// <summary>
/// Comma-separated values according to RFC 4180, with one line feed per row: readable by every spreadsheet and by <c>cut</c>.
/// </summary>
internal static class Csv
{
    public static void WriteRow(this TextWriter writer, params IEnumerable<string?> cells) =>
        writer.Write(string.Join(',', cells.Select(Quote)) + "\n");

    /// <summary>A fraction or a loss with up to six decimals; empty if unknown.</summary>
    public static string Number(double? number) => number?.ToString("0.######", CultureInfo.InvariantCulture) ?? "";

    /// <summary>A number with the full precision of a double; empty if unknown.</summary>
    public static string Exact(double? number) => number?.ToString("R", CultureInfo.InvariantCulture) ?? "";

    public static string Whole(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    // An error quotes names of files, and a terminal would obey them.
    private static string Quote(string? text) => text is null ? "" : QuotePrintable(PrintableText.Of(text));

    private static string QuotePrintable(string cell) =>
        cell.AsSpan().IndexOfAny(",\"\r\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
