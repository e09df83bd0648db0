using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using OrleansHybrid.Sweeps.Search.Spaces;

namespace OrleansHybrid.Benchmarks.Searching;

/// <summary>
/// Results of every configuration of a grid. The file's first line is JSON behind a '#': <c>space</c>, each setting's values, and
/// <c>goal</c>, min or max. Then a line a configuration in mixed radix, the last setting fastest, with a column for each seed: a
/// configuration is worth the mean of its seeds, as the peers' figures have it.
/// </summary>
internal static class ResultsTable
{
    /// <exception cref="BenchmarkException">The file is none.</exception>
    public static SearchProblem Read(string file)
    {
        try
        {
            using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
            using var header = JsonDocument.Parse((reader.ReadLine() ?? "").TrimStart('#'));
            var space = new Space(header.RootElement.GetProperty("space").EnumerateObject()
                .Select(setting => new SpaceAxis(setting.Name, Axis(setting.Value))));
            var values = new List<double>();
            while (reader.ReadLine() is { } line)
                values.Add(line.Split(',').Average(cell => double.Parse(cell, CultureInfo.InvariantCulture)));
            if (values.Count != space.Count)
                throw new BenchmarkException($"'{file}' has {values.Count} configurations, and its space has {space.Count}.");

            return new(
                Path.GetFileName(file).Split('.')[0], space, header.RootElement.GetProperty("goal").GetString() == "max",
                point => values[(int)NumberOf(space, point)]);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or FormatException
            or JsonException or KeyNotFoundException)
        {
            throw new BenchmarkException($"'{file}' is no table of results: {failure.Message}");
        }
    }

    /// <summary>Words are categories; numbers have an order, and count by their place in it.</summary>
    private static Distribution Axis(JsonElement values)
    {
        var count = values.GetArrayLength();
        return (values.EnumerateArray().All(value => value.ValueKind is JsonValueKind.Number)
            ? Distributions.WholeNumbers(0, count - 1)
            : Distributions.Categories(count)).OrThrow();
    }

    private static long NumberOf(Space space, double[] point)
    {
        var number = 0L;
        for (var axis = 0; axis < point.Length; axis++) number = number * space.Axes[axis].Distribution.Count!.Value + (long)point[axis];
        return number;
    }
}
