using System.Globalization;

namespace OrleansHybrid.Sweeps.Search.Spaces;

/// <summary>
/// A drawn number has no more digits than its range can tell apart. So it is short in a table, its text is itself, and the
/// last bit of a mathematical library, which differs between machines, changes no trial.
/// </summary>
internal static class Rounding
{
    private const int MostDecimals = 15;

    /// <summary>To a millionth of the range's width.</summary>
    public static double ToWidth(double value, double width)
    {
        var decimals = 6 - (int)Math.Floor(Math.Log10(width));
        return decimals is >= 0 and <= MostDecimals ? Math.Round(value, decimals) + 0.0 : value;
    }

    /// <summary>To six significant digits, or more where the range's width needs them.</summary>
    public static double ToDigits(double value, double width) =>
        width < 1e-2 * value ? ToWidth(value, width)
        : double.Parse(value.ToString("E5", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>So that three steps of 0.1 are 0.3.</summary>
    public static double ToStep(double value, double step) =>
        Math.Round(value, Math.Clamp((int)Math.Ceiling(-Math.Log10(step)) + 10, 0, MostDecimals)) + 0.0;
}
