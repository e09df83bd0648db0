using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansHybrid.Sweeps.Protocol;
using Spectre.Console;

namespace OrleansHybrid.Cli.Output;

/// <summary>Rows of one kind, written in whatever form was asked for.</summary>
internal sealed class Listing<T>(params IReadOnlyList<Column<T>> columns)
{
    public void Write(IAnsiConsole console, IReadOnlyList<T> rows, OutputFormat format)
    {
        var writer = console.Profile.Out.Writer;
        if (format is OutputFormat.Table) WriteTable(console, rows);
        else if (format is OutputFormat.Plain) WritePlain(writer, rows);
        else Document.Write(writer, Json(rows), format);
    }

    /// <summary>One object a row, with the columns' names as keys; what is unknown is null.</summary>
    public JsonArray Json(IEnumerable<T> rows) =>
        [.. rows.Select(row => new JsonObject(columns.Select(column => KeyValuePair.Create(column.Name, Node(column.Value(row))))))];

    private static JsonNode? Node(object? value) => value is null ? null : JsonSerializer.SerializeToNode(value, value.GetType(), ProtocolJson.Options);

    private static string OneLine(string cell) => cell.Replace('\t', ' ').ReplaceLineEndings(" ");

    private void WritePlain(TextWriter writer, IReadOnlyList<T> rows)
    {
        writer.WriteLine(string.Join('\t', columns.Select(column => column.Name)));
        foreach (var row in rows) writer.WriteLine(string.Join('\t', columns.Select(column => OneLine(column.Plain(row)))));
    }

    private void WriteTable(IAnsiConsole console, IReadOnlyList<T> rows)
    {
        var fitted = FittedTable.Of([.. columns.Where(column => !column.IsForPrograms).Select(column => column.Fitted(rows))], console.Profile.Width);
        console.Write(fitted.Table);
        if (fitted.Hidden.Count > 0) console.WriteLine($"Too narrow for {string.Join(", ", fitted.Hidden)}; with -o plain they are there.");
    }
}
