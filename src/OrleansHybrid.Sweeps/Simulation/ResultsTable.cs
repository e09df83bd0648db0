using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using OrleansHybrid.Sweeps.Search.Spaces;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Simulation;

/// <summary>
/// Results of every configuration of a grid, in a gzip file. Its first line is JSON behind a '#': <c>space</c>, each setting's values,
/// and <c>goal</c>, min or max. Then a line a configuration in mixed radix, the last setting fastest, with a column for each seed: a
/// configuration is worth the mean of its seeds.
/// </summary>
public sealed class ResultsTable
{
    private readonly IReadOnlyList<IReadOnlyList<string>> _texts;
    private readonly List<double> _values;

    private ResultsTable(string name, Space space, Goal goal, IReadOnlyList<IReadOnlyList<string>> texts, List<double> values) =>
        (Name, Space, Goal, _texts, _values) = (name, space, goal, texts, values);

    /// <summary>The name of the file without its endings.</summary>
    public string Name { get; }

    /// <summary>Words are categories; numbers have an order, and count by their place in it.</summary>
    public Space Space { get; }

    public Goal Goal { get; }

    /// <summary>What each configuration is worth, in mixed radix.</summary>
    public IReadOnlyList<double> Values => _values;

    /// <exception cref="UnusableResultsException">The file cannot be read, or is no such table.</exception>
    public static ResultsTable Read(string file)
    {
        try
        {
            using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
            return Read(file, reader);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new UnusableResultsException(
                $"Cannot read the table {file}: {failure.Message} Name a csv.gz file whose first line is JSON behind a '#'.", failure);
        }
    }

    public double ValueOf(ReadOnlySpan<double> point)
    {
        var number = 0L;
        for (var axis = 0; axis < point.Length; axis++) number = number * Space.Axes[axis].Distribution.Count!.Value + (long)point[axis];
        return _values[(int)number];
    }

    /// <summary>The settings' values at a point, as the first line spells them.</summary>
    public IReadOnlyList<ParameterValue> ParametersAt(double[] point) =>
        [.. Space.Axes.Select((axis, place) => new ParameterValue(axis.Key, _texts[place][(int)point[place]]))];

    private static ResultsTable Read(string file, StreamReader reader)
    {
        var (space, goal, texts) = Header(file, reader.ReadLine() ?? "");
        var (values, line) = (new List<double>(), 1);
        while (reader.ReadLine() is { } row)
        {
            line++;
            var sum = 0.0;
            var cells = row.Split(',');
            for (var column = 0; column < cells.Length; column++)
                sum += double.TryParse(cells[column], NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                    ? value
                    : throw new UnusableResultsException($"{file}:{line}: column {column + 1}: '{cells[column]}' is not a number");
            values.Add(sum / cells.Length);
        }

        if (values.Count != space.Count)
            throw new UnusableResultsException(FormattableString.Invariant(
                $"{file}: has {values.Count} lines of results, and its space has {space.Count} configurations: one line each"));
        return new(Path.GetFileName(file).Split('.')[0], space, goal, texts, values);
    }

    private static (Space Space, Goal Goal, IReadOnlyList<IReadOnlyList<string>> Texts) Header(string file, string line)
    {
        try
        {
            using var header = JsonDocument.Parse(line.TrimStart('#'));
            var settings = header.RootElement.GetProperty("space").EnumerateObject().ToList();
            var space = new Space(settings.Select(setting => new SpaceAxis(setting.Name, Axis(setting.Value))));
            var goal = header.RootElement.GetProperty("goal").GetString() is "max" ? Goal.Maximize : Goal.Minimize;
            return (space, goal, [.. settings.Select(setting => setting.Value.EnumerateArray().Select(one => one.ToString()).ToList())]);
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new UnusableResultsException(
                $"{file}:1: must be a '#' and JSON such as {{\"space\": {{\"lr\": [0.1, 1]}}, \"goal\": \"max\"}}: {failure.Message}",
                failure);
        }
    }

    private static Distribution Axis(JsonElement values)
    {
        var count = values.GetArrayLength();
        return (values.EnumerateArray().All(value => value.ValueKind is JsonValueKind.Number)
            ? Distributions.WholeNumbers(0, count - 1)
            : Distributions.Categories(count)).OrThrow();
    }
}
