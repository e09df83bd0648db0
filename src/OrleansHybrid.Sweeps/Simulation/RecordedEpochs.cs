using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Simulation;

/// <summary>One metric of one trial by epoch, as <c>trials/0003.csv</c> holds it.</summary>
internal sealed class RecordedEpochs
{
    private readonly SortedDictionary<int, double> _values;

    private RecordedEpochs(string file, SortedDictionary<int, double> values) => (File, _values) = (file, values);

    public string File { get; }

    /// <summary>The epochs after which the metric is known.</summary>
    public IEnumerable<int> Evaluated => _values.Keys;

    /// <param name="metric">
    /// The name of a final metric. That of the best epoch is at every epoch the best so far; the others are columns.
    /// </param>
    /// <exception cref="UnusableResultsException">The file is missing or malformed, or does not have the metric.</exception>
    public static RecordedEpochs Read(string file, string metric)
    {
        try
        {
            using var reader = new StreamReader(file);
            using var rows = CsvReading.Read(reader, file).GetEnumerator();
            if (!rows.MoveNext()) throw new UnusableResultsException($"{file}:1: is empty; write the results again with 'hybrid report'");
            var columns = new CsvColumns(file, rows.Current.Cells);
            var isBest = !FinalMetrics.ByName[metric].IsOfOneEpoch;
            var column = isBest ? metric.Replace("best_", "", StringComparison.Ordinal) : metric;
            var (epoch, value) = (columns.Place("epoch"), columns.Place(column));
            var values = new SortedDictionary<int, double>();
            var best = double.NegativeInfinity;
            while (rows.MoveNext())
            {
                columns.Check(rows.Current);
                if (columns.Number(rows.Current, value) is not { } number) continue;
                best = Math.Max(best, number);
                values[(int)(columns.Whole(rows.Current, epoch) ?? 0)] = isBest ? best : number;
            }

            return new(file, values);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UnusableResultsException(
                $"Cannot read the epochs of a trial, {file}: {failure.Message} A search with rungs needs them beside results.csv; "
                    + "'hybrid report SWEEP' writes both.", failure);
        }
    }

    /// <returns>Null if it was not evaluated then.</returns>
    public double? At(int epoch) => _values.TryGetValue(epoch, out var value) ? value : null;
}
