using System.Globalization;
using System.Text.RegularExpressions;

namespace OrleansHybrid.Sweeps.Text;

/// <summary>Amounts of storage as sweep files write them: <c>500MB</c>, <c>1.5GB</c>, <c>2TB</c>, in powers of 1,000.</summary>
public static partial class ByteSizes
{
    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB"];

    /// <returns>Null if the text is not an amount, or is zero.</returns>
    public static long? Parse(string text)
    {
        if (Pattern().Match(text) is not { Success: true } match) return null;
        var unit = Array.FindIndex(Units, unit => unit.Equals(match.Groups[2].Value, StringComparison.OrdinalIgnoreCase));
        var bytes = double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) * Math.Pow(1000, unit);
        return bytes is >= 1 and < long.MaxValue ? (long)bytes : null;
    }

    /// <summary>Three digits and a unit.</summary>
    public static string Write(long bytes)
    {
        var unit = 0;
        double amount = bytes;
        for (; Math.Abs(amount) >= 999.5 && unit < Units.Length - 1; unit++) amount /= 1000;
        return string.Create(CultureInfo.InvariantCulture, $"{amount:G3} {Units[unit]}");
    }

    [GeneratedRegex("^([0-9]+(?:\\.[0-9]+)?) ?([kmgt]?b)$", RegexOptions.IgnoreCase)]
    private static partial Regex Pattern();
}
