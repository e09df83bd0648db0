using System.Globalization;
using OrleansHybrid.Cli.Output;
using Parquet;
using Parquet.Schema;

namespace OrleansHybrid.Cli.Tables;

/// <summary>
/// Rows as an Apache Parquet file: whole numbers as INT64, other numbers as DOUBLE, the rest as UTF-8; unknown values are null.
/// </summary>
internal static class ParquetTable
{
    public static async Task Write<T>(Stream output, IReadOnlyList<Column<T>> columns, IReadOnlyList<T> rows)
    {
        var table = columns.Select(column => Typed(column.Name, [.. rows.Select(column.Value)])).ToList();
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(table.Select(column => column.Field)), output);
        using var group = writer.CreateRowGroup();
        foreach (var column in table) await column.Write(group);
        group.CompleteValidate();
    }

    private static (DataField Field, Func<ParquetRowGroupWriter, Task> Write) Typed(string name, object?[] cells)
    {
        if (AreAll(cells, cell => cell is int or long))
        {
            var field = new DataField<long?>(name);
            return (
                field,
                group =>
                    group.WriteAsync<long>(
                        field,
                        cells.Select(cell => cell is null ? (long?)null : Convert.ToInt64(cell, CultureInfo.InvariantCulture)).ToArray()));
        }

        if (AreAll(cells, cell => cell is int or long or double))
        {
            var field = new DataField<double?>(name);
            return (
                field,
                group =>
                    group.WriteAsync<double>(
                        field,
                        cells.Select(cell => cell is null ? (double?)null : Convert.ToDouble(cell, CultureInfo.InvariantCulture))
                            .ToArray()));
        }

        var text = new DataField<string>(name);
        return (text, group => group.WriteAsync(text, cells.Select(cell => cell?.ToString()).ToArray()!));
    }

    private static bool AreAll(object?[] cells, Predicate<object> kind) =>
        Array.Exists(cells, cell => cell is not null) && Array.TrueForAll(cells, cell => cell is null || kind(cell));
}
