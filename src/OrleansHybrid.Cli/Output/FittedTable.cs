using Spectre.Console;

namespace OrleansHybrid.Cli.Output;

/// <summary>A column of a <see cref="FittedTable"/>.</summary>
/// <param name="Rank">The rank; if the terminal is narrow, columns of higher rank are left out first, and those of rank 0 never.</param>
/// <param name="Cells">The cells as markup, in the order of the rows.</param>
internal sealed record FittedColumn(string Name, int Rank, bool IsNumber, IReadOnlyList<string> Cells)
{
    // Sentences may break between words, up to a point: a column of single words is hard to read.
    private const int LeastSentence = 24;

    /// <summary>Minimum width in characters.</summary>
    public int Width { get; } = Cells.Select(cell => Needed(cell, IsNumber)).Append(Name.Length).Max();

    private static int Needed(string cell, bool isNumber)
    {
        var text = Markup.Remove(cell);
        return isNumber ? text.Length : Math.Max(Math.Min(text.Length, LeastSentence), text.Split(' ').Max(word => word.Length));
    }
}

/// <summary>A table that leaves out columns that do not fit the terminal, instead of breaking every word.</summary>
internal sealed class FittedTable
{
    // What the simple border takes: a blank before a column's text, one behind it, and one between two columns.
    private const int Padding = 3;

    private FittedTable(Table table, IReadOnlyList<string> hidden) => (Table, Hidden) = (table, hidden);

    public Table Table { get; }

    /// <param name="whole">The option that shows the hidden columns, such as <c>-o json</c>.</param>
    public void Write(IAnsiConsole console, string whole)
    {
        console.Write(Table);
        if (Hidden.Count > 0) console.WriteLine($"Too narrow for {string.Join(", ", Hidden)}: see them with {whole}.");
    }

    /// <summary>Names of the columns that are left out.</summary>
    public IReadOnlyList<string> Hidden { get; }

    /// <param name="columns">The columns, all with the same number of cells.</param>
    /// <param name="width">The width of the terminal in characters.</param>
    public static FittedTable Of(IReadOnlyList<FittedColumn> columns, int width)
    {
        var shown = columns.ToList();
        while (shown.Sum(column => column.Width + Padding) > width && shown.Max(column => column.Rank) is > 0 and var rank)
            shown.RemoveAt(shown.FindLastIndex(column => column.Rank == rank));

        var table = new Table { Border = TableBorder.Simple };
        foreach (var column in shown)
            table.AddColumn(
                new TableColumn($"[grey]{column.Name.EscapeMarkup()}[/]")
                {
                    Alignment = column.IsNumber ? Justify.Right : Justify.Left,
                    NoWrap = column.IsNumber
                });
        for (var row = 0; row < columns[0].Cells.Count; row++) table.AddRow([.. shown.Select(column => column.Cells[row])]);
        return new(table, [.. columns.Except(shown).Select(column => column.Name)]);
    }
}
