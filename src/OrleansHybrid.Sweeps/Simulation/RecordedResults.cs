using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Text;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Simulation;

/// <summary>
/// The results that a sweep has written for people: <c>results.csv</c>, and each trial's epochs in <c>trials/0003.csv</c> beside it,
/// which are read when a search asks for them.
/// </summary>
public sealed class RecordedResults
{
    private static readonly string Epochs = RecipeSchema.Of(nameof(Recipe.Epochs)).Key;

    // Where 'epochs' is a setting that differs.
    private const string TrainedEpochs = "trained_epochs";

    private static readonly Dictionary<string, TrialState> States =
        Enum.GetValues<TrialState>().ToDictionary(state => state.Spelled());

    private readonly CsvColumns _columns;
    private readonly int _firstResult;
    private readonly Dictionary<(string Trial, string Metric), RecordedEpochs> _histories = [];

    private RecordedResults(CsvColumns columns, IReadOnlyList<string> keys, int firstResult, IReadOnlyList<RecordedTrial> trials) =>
        (_columns, Keys, _firstResult, Trials) = (columns, keys, firstResult, trials);

    /// <summary>The path of the table.</summary>
    public string File => _columns.File;

    /// <summary>The settings that differ between its trials, in the order of the columns.</summary>
    public IReadOnlyList<string> Keys { get; }

    internal IReadOnlyList<RecordedTrial> Trials { get; }

    /// <param name="path">The table, or the folder with it.</param>
    /// <exception cref="UnusableResultsException">There is none, or it is malformed.</exception>
    public static RecordedResults Read(string path)
    {
        if (Directory.Exists(path)) path = Path.Combine(path, "results.csv");
        try
        {
            using var reader = new StreamReader(path);
            using var rows = CsvReading.Read(reader, path).GetEnumerator();
            if (!rows.MoveNext()) throw new UnusableResultsException($"{path}:1: is empty; write it with 'hybrid report SWEEP'");
            return Read(new(path, rows.Current.Cells), rows);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UnusableResultsException(
                $"Cannot read the results {path}: {failure.Message} Name the results.csv of a finished sweep, such as "
                    + "results/quickstart/results.csv; 'hybrid report SWEEP' writes it.", failure);
        }
    }

    /// <summary>The metric at the end of a trial; NaN for one that failed, or whose data has no such metric.</summary>
    internal double ValueOf(RecordedTrial trial, string metric)
    {
        if (trial.State is not TrialState.Completed) return double.NaN;
        if (_columns.Names.Skip(_firstResult).Contains(metric))
            return _columns.Number(trial.Row, _columns.Place(metric, _firstResult)) ?? double.NaN;
        return HistoryOf(trial, metric).At(trial.Trained) ?? double.NaN;
    }

    /// <summary>The metric of a trial after an epoch; NaN if it had failed by then.</summary>
    /// <exception cref="UnusableResultsException">Its epochs are not there, or it was not evaluated then.</exception>
    internal double ValueAt(RecordedTrial trial, string metric, int epoch)
    {
        if (epoch > trial.Trained) return double.NaN;
        var history = HistoryOf(trial, metric);
        return history.At(epoch) ?? throw new UnusableResultsException(
            $"{history.File}: has no {metric} after epoch {epoch}, where the search has a rung; it was evaluated after epochs "
                + $"{string.Join(", ", history.Evaluated)}. Choose min_epochs and eta so that rungs are there, or give the file the "
                + "metric train_loss, which every epoch has.");
    }

    private RecordedEpochs HistoryOf(RecordedTrial trial, string metric)
    {
        if (_histories.TryGetValue((trial.Number, metric), out var known)) return known;
        var file = Path.Combine(Path.GetDirectoryName(File) ?? "", "trials", trial.Number + ".csv");
        return _histories[(trial.Number, metric)] = RecordedEpochs.Read(file, metric);
    }

    private static RecordedResults Read(CsvColumns columns, IEnumerator<CsvRow> rows)
    {
        var (number, seed) = (columns.Place("trial"), columns.Place("seed"));
        var state = columns.Place("state", seed);
        var epochs = columns.Place(columns.Has(TrainedEpochs) ? TrainedEpochs : Epochs, seed);
        string[] keys = [.. columns.Names.Skip(number + 1).Take(seed - number - 1)];
        if (keys.FirstOrDefault(key => RecipeSchema.Find(key) is null) is { } unknown)
            throw new UnusableResultsException($"{columns.File}:1: the column '{unknown}' before 'seed' is no setting of this version; "
                + "'hybrid settings' lists those that there are");
        var trials = new List<RecordedTrial>();
        var numbers = new HashSet<string>();
        while (rows.MoveNext())
        {
            var row = rows.Current;
            columns.Check(row);
            // A file of this name is read: it must be a number, and no path.
            if (row.Cells[number].Length == 0 || !row.Cells[number].All(char.IsAsciiDigit))
                throw columns.Fault(row, number, $"'{row.Cells[number]}' is not the number of a trial");
            if (!numbers.Add(row.Cells[number])) throw columns.Fault(row, number, $"trial {row.Cells[number]} comes twice; keep one");
            if (!States.TryGetValue(row.Cells[state], out var known))
                throw columns.Fault(row, state, $"'{row.Cells[state]}' is no state of a trial: {string.Join(", ", States.Keys)}");
            string?[] texts = [.. keys.Select((key, place) => Text(columns, row, number + 1 + place, key))];
            var trained = (int)(columns.Whole(row, epochs) ?? 0);
            trials.Add(new()
            {
                Row = row,
                Number = row.Cells[number],
                Texts = texts,
                Seed = columns.Whole(row, seed) ?? throw columns.Fault(row, seed, "the seed is missing"),
                State = known,
                Trained = trained,
                Epochs = Array.IndexOf(keys, Epochs) is >= 0 and var place && texts[place] is { } text
                    ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture)
                    : known is TrialState.Completed ? trained : null,
            });
        }

        if (trials.Count == 0) throw new UnusableResultsException($"{columns.File}: has no trials below its header");
        return new(columns, keys, seed, trials);
    }

    private static string? Text(CsvColumns columns, CsvRow row, int column, string key)
    {
        var cell = row.Cells[column];
        // Inactive; or not chosen yet, in a row without a result.
        if (cell is "" or "?") return null;
        return RecipeSchema.Get(key).TryParse(cell, out var text, out var problem) ? text : throw columns.Fault(row, column, problem);
    }
}
