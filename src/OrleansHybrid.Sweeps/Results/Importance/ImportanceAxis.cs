using System.Globalization;

namespace OrleansHybrid.Sweeps.Results.Importance;

/// <summary>
/// A setting's values as places in the unit interval, over which importance is averaged. Few different values, and words, have equally
/// wide parts: numbers in their order, words in the order of their mean results, by which a tree can part them best (Breiman et al.,
/// 1984, theorem 4.5). Many numbers keep their distances within the range that was tried, on a logarithmic scale where it spans more than
/// a factor of ten. A setting that is inactive has a part of its own, as wide as it is frequent.
/// </summary>
internal static class ImportanceAxis
{
    private const int MostLevels = 12;
    private const double LogarithmicFrom = 10;

    /// <param name="texts">A setting's text in each configuration; null where it is inactive.</param>
    /// <param name="results">What each configuration came to.</param>
    /// <returns>A place in (0, 1) for each.</returns>
    public static double[] Places(IReadOnlyList<string?> texts, IReadOnlyList<double> results)
    {
        var numbers = texts.Select(text => text is null ? (double?)null : Number(text)).ToList();
        var areNumbers = texts.Zip(numbers).All(pair => pair.First is null || pair.Second is not null);
        var levels = texts.Distinct().ToList();
        return areNumbers && levels.Count > MostLevels
            ? Scaled(numbers)
            : Levels(texts, areNumbers
                ? [.. levels.OrderBy(text => text is null).ThenBy(text => text is null ? 0 : Number(text))]
                : [.. levels.OrderBy(text => Mean(text, texts, results)).ThenBy(text => text, StringComparer.Ordinal)]);
    }

    private static double[] Levels(IReadOnlyList<string?> texts, List<string?> levels) =>
        [.. texts.Select(text => (levels.IndexOf(text) + 0.5) / levels.Count)];

    private static double[] Scaled(List<double?> numbers)
    {
        var known = numbers.OfType<double>().ToList();
        var (low, high) = (known.Min(), known.Max());
        var isLogarithmic = low > 0 && high / low > LogarithmicFrom;
        var active = (double)known.Count / numbers.Count;
        return [.. numbers.Select(number => number is { } value ? active * Place(value) : (1 + active) / 2)];

        double Place(double value) => isLogarithmic ? Math.Log(value / low) / Math.Log(high / low) : (value - low) / (high - low);
    }

    private static double Mean(string? text, IReadOnlyList<string?> texts, IReadOnlyList<double> results) =>
        texts.Zip(results).Where(pair => pair.First == text).Average(pair => pair.Second);

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
}
