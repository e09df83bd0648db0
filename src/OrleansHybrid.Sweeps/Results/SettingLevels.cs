using System.Globalization;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Results;

/// <summary>
/// The levels at which the effect of a swept setting is shown: its values; or, for many different numbers, as a random search
/// draws them, ranges with about equally many trials.
/// </summary>
/// <param name="Key">The setting.</param>
/// <param name="Labels">The labels of the levels, in their order.</param>
public sealed record SettingLevels(string Key, IReadOnlyList<string> Labels)
{
    private const int MostValues = 12, Ranges = 6;

    private readonly Dictionary<string, int> _levelOf = [];

    /// <param name="trials">The parameters of each trial.</param>
    public static SettingLevels Of(string key, IEnumerable<IReadOnlyList<ParameterValue>> trials)
    {
        var all = trials.SelectMany(trial => trial)
            .Where(parameter => parameter.Key == key && parameter.IsGiven)
            .Select(parameter => parameter.Value)
            .ToList();
        var values = all.Distinct().ToList();
        var areNumbers = values.TrueForAll(value => Number(value) is not null);
        if (areNumbers) values.Sort((a, b) => Number(a)!.Value.CompareTo(Number(b)!.Value));
        if (!areNumbers || values.Count <= MostValues) return Of(key, [.. values.Select(value => new[] { value })]);

        var counts = all.CountBy(value => value).ToDictionary();
        var ranges = new List<string>[Ranges];
        var seen = 0;
        foreach (var value in values)
        {
            (ranges[Math.Min(Ranges - 1, seen * Ranges / all.Count)] ??= []).Add(value);
            seen += counts[value];
        }

        return Of(key, [.. ranges.Where(range => range is not null).Select(range => range.ToArray())]);
    }

    /// <returns>Null if the trial does not have the setting, or if it is inactive.</returns>
    public int? LevelOf(IReadOnlyList<ParameterValue> parameters) =>
        parameters.FirstOrDefault(parameter => parameter.Key == Key).Value is { } value && _levelOf.TryGetValue(value, out var level)
            ? level
            : null;

    private static SettingLevels Of(string key, string[][] levels)
    {
        var setting = new SettingLevels(
            key, [.. levels.Select(level => level.Length == 1 ? level[0] : $"{Short(level[0])} – {Short(level[^1])}")]);
        foreach (var (place, level) in levels.Index())
            foreach (var value in level) setting._levelOf.Add(value, place);
        return setting;
    }

    private static double? Number(string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Short(string number) => Number(number)!.Value.ToString("G3", CultureInfo.InvariantCulture);
}
