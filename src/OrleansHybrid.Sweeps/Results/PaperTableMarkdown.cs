using System.Globalization;

namespace OrleansHybrid.Sweeps.Results;

/// <summary>The paper's table in Markdown: <c>table.md</c>.</summary>
public static class PaperTableMarkdown
{
    public static void Write(TextWriter writer, string sweep, PaperTable table)
    {
        writer.Write($"# {sweep}\n\n");
        if (table.Rows.Count == 0)
        {
            writer.Write("No trial is completed yet.\n");
            return;
        }

        writer.Write(
            "Top-1 accuracy (%) after the last epoch, mean ± sample standard deviation over seeds; "
                + "in parentheses the published figure.\n\n");
        Row(writer, ["method", .. table.Columns.Select(column => $"{column.Dataset} {column.Label}")]);
        Row(writer, ["---", .. table.Columns.Select(_ => "---:")]);
        foreach (var row in table.Rows)
            Row(writer, [row.Tuning.Length == 0 ? row.Method : $"{row.Method} ({row.Tuning})", .. row.Cells.Select(Cell)]);
        writer.Write("\n**Bold**: our best of a column.");
        if (table.Rows.Any(row => row.Cells.Any(cell => cell.HolmP is not null)))
            writer.Write(" Stars: differs from our best classifier without a contrastive branch, p < 0.05 \\*, 0.01 \\*\\*, 0.001 "
                + "\\*\\*\\* "
                + "(Welch's t-test over seeds, Holm-corrected).");
        writer.Write(table.LeftOut == 0 ? "\n" : $" {table.LeftOut} more rows are in results.csv.\n");
        foreach (var (place, note) in table.Notes.Index())
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"\n[{place + 1}] {note}\n"));
    }

    private static void Row(TextWriter writer, IEnumerable<string> cells) =>
        writer.Write($"| {string.Join(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |\n");

    private static string Cell(PaperCell cell)
    {
        if (cell.Ours is not { } ours) return "-";
        var mean = Percent(ours.Mean) + (ours.Std is { } std ? $" ± {Percent(std)}" : "");
        var published = cell.Published is { } figure ? $" ({figure.ToString("F2", CultureInfo.InvariantCulture)})" : "";
        var notes = string.Concat(cell.Notes.Select(note => string.Create(CultureInfo.InvariantCulture, $" [{note}]")));
        return $"{(cell.IsBest ? $"**{mean}**" : mean)}{cell.Mark.Replace("*", "\\*", StringComparison.Ordinal)}{published}{notes}";
    }

    private static string Percent(double fraction) => (100 * fraction).ToString("F2", CultureInfo.InvariantCulture);
}
