using System.Globalization;

namespace OrleansHybrid.Sweeps.Simulation;

/// <summary>The columns of a table by name, and the numbers in them.</summary>
/// <param name="file">The name of the file, for messages.</param>
internal sealed class CsvColumns(string file, IReadOnlyList<string> names)
{
    public string File => file;

    public IReadOnlyList<string> Names => names;

    public bool Has(string name) => names.Contains(name);

    /// <param name="from">The column from which on it is looked for: settings may have the name of a result.</param>
    /// <exception cref="UnusableResultsException">There is none.</exception>
    public int Place(string name, int from = 0)
    {
        for (var place = from; place < names.Count; place++)
            if (names[place] == name)
                return place;
        throw new UnusableResultsException($"{file}:1: there is no column '{name}', only {string.Join(", ", names)}; it must be a file "
            + "that a sweep has written into its results folder");
    }

    /// <returns>Null for an empty cell.</returns>
    /// <exception cref="UnusableResultsException">It is not a number.</exception>
    public double? Number(CsvRow row, int column) =>
        row.Cells[column].Length == 0 ? null
        : double.TryParse(row.Cells[column], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
        : throw Fault(row, column, $"'{row.Cells[column]}' is not a number; write the results again with 'hybrid report'");

    /// <inheritdoc cref="Number"/>
    public long? Whole(CsvRow row, int column) =>
        row.Cells[column].Length == 0 ? null
        : long.TryParse(row.Cells[column], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw Fault(row, column, $"'{row.Cells[column]}' is not a whole number; write the results again with 'hybrid report'");

    public UnusableResultsException Fault(CsvRow row, int column, string message) =>
        new($"{file}:{row.Line}: column {column + 1} ({names[column]}): {message}");

    /// <exception cref="UnusableResultsException">The row has more or fewer cells than there are columns.</exception>
    public void Check(CsvRow row)
    {
        if (row.Cells.Count != names.Count)
            throw new UnusableResultsException($"{file}:{row.Line}: has {row.Cells.Count} cells, and the header has {names.Count}; "
                + "write the results again with 'hybrid report'");
    }
}
