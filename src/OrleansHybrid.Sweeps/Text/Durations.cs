using System.Globalization;
using System.Text.RegularExpressions;

namespace OrleansHybrid.Sweeps.Text;

/// <summary>Durations as sweep files write them: <c>90s</c>, <c>45m</c>, <c>12h</c>, <c>2d</c>, <c>1h30m</c>.</summary>
public static partial class Durations
{
    /// <returns>Null if the text is not a duration, or is zero.</returns>
    public static TimeSpan? Parse(string text)
    {
        var parts = Pattern().Match(text).Groups;
        double Part(int group) => parts[group].Success ? double.Parse(parts[group].Value, CultureInfo.InvariantCulture) : 0;
        var seconds = ((Part(1) * 24 + Part(2)) * 60 + Part(3)) * 60 + Part(4);
        return seconds > 0 && seconds < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
    }

    /// <summary>Whole seconds in the same form.</summary>
    public static string Write(TimeSpan time)
    {
        (string Unit, int Count)[] parts = [("d", time.Days), ("h", time.Hours), ("m", time.Minutes), ("s", time.Seconds)];
        var text = string.Concat(
            parts.Where(part => part.Count != 0).Select(part => FormattableString.Invariant($"{part.Count}{part.Unit}")));
        return text.Length == 0 ? "0s" : text;
    }

    [GeneratedRegex("^(?:([0-9]+)d)?(?:([0-9]+)h)?(?:([0-9]+)m)?(?:([0-9]+)s)?$")]
    private static partial Regex Pattern();
}
