using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Terminal;
using Spectre.Console;

namespace OrleansHybrid.Cli.Output;

/// <summary>Rows of one kind, written in the requested form.</summary>
internal sealed class Listing<T>(params IReadOnlyList<Column<T>> columns)
{
    public void Write(IAnsiConsole console, IReadOnlyList<T> rows, OutputFormat format)
    {
        var writer = console.Profile.Out.Writer;
        if (format is OutputFormat.Table) WriteTable(console, rows);
        else if (format is OutputFormat.Plain) WritePlain(writer, rows);
        else Document.Write(writer, Json(rows), format);
    }

    /// <summary>One object for each row, with the columns' names as keys; unknown values are null.</summary>
    public JsonArray Json(IEnumerable<T> rows) =>
        [.. rows.Select(row => new JsonObject(columns.Select(column => KeyValuePair.Create(column.Name, Node(column.Value(row))))))];

    private static JsonNode? Node(object? value) =>
        value is null ? null : JsonSerializer.SerializeToNode(value, value.GetType(), ProtocolJson.Options);

    private void WritePlain(TextWriter writer, IReadOnlyList<T> rows)
    {
        writer.WriteLine(string.Join('\t', columns.Select(column => column.Name)));
        foreach (var row in rows) writer.WriteLine(string.Join('\t', columns.Select(column => PrintableText.OneLine(column.Plain(row)))));
    }

    private void WriteTable(IAnsiConsole console, IReadOnlyList<T> rows)
    {
        FittedTable.Of([.. columns.Where(column => !column.IsForPrograms).Select(column => column.Fitted(rows))], console.Profile.Width)
            .Write(console, whole: "-o plain");
    }
}
