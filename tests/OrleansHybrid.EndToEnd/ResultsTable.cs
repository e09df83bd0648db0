namespace OrleansHybrid.EndToEnd;

/// <summary><c>results.csv</c> of a sweep whose values hold no comma.</summary>
internal sealed class ResultsTable
{
    public IReadOnlyList<string> Columns { get; }

    private ResultsTable(string[] columns, IReadOnlyList<IReadOnlyDictionary<string, string>> rows) => (Columns, Rows) = (columns, rows);

    public IReadOnlyList<IReadOnlyDictionary<string, string>> Rows { get; }

    public static ResultsTable Read(string folder)
    {
        var lines = File.ReadAllLines(Path.Combine(folder, "results.csv"));
        var columns = lines[0].Split(',');
        return new(
            columns,
            [
                .. lines[1..].Select(line =>
                    (IReadOnlyDictionary<string, string>)columns
                        .Zip(line.Split(','))
                        .ToDictionary(cell => cell.First, cell => cell.Second)),
            ]);
    }

    /// <summary>Every cell that an interruption must not change: all but how often the trial was started and how fast it was.</summary>
    public IEnumerable<string> Undisturbed() =>
        Rows.Select(row => string.Join(',', Columns.Except(["attempts", "images_per_second"]).Select(column => $"{column}={row[column]}")));
}
