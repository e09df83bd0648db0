using System.Globalization;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Sweeps.Search;

/// <summary>
/// A digit of a grid's number: one axis, or several zipped axes that advance together. Its values are rows with one value of each axis.
/// </summary>
internal sealed class Digit(SweptSetting[] axes)
{
    public int Count => axes[0].Values.Length;

    public bool Has(SweptSetting axis) => axes.Contains(axis);

    /// <summary>True if an earlier row is equal except for inactive axes.</summary>
    public bool IsRepetition(int row, Configuration configuration)
    {
        if (row == 0 || IsActive(configuration)) return false;
        for (var earlier = 0; earlier < row; earlier++)
        {
            if (AreAlike(earlier, row, configuration)) return true;
        }

        return false;
    }

    /// <summary>True if a row has the values of the active axes in a configuration.</summary>
    public bool HasRowOf(Configuration configuration)
    {
        var active = axes.Where(axis => axis.IsActive(configuration)).ToList();
        return active.Count == 0 || active[0].PlacesOf(configuration[active[0].Setting].Text)
            .Any(row => active.TrueForAll(axis => axis.Values[row].Text == configuration[axis.Setting].Text));
    }

    /// <summary><c>3 temperature</c>, or <c>2 (epochs, batch_size)</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Count} {(axes.Length == 1 ? axes[0].Axis.Key : $"({string.Join(", ", axes.Select(axis => axis.Axis.Key))})")}");

    // Plain loops: a million combinations pass through them.
    private bool IsActive(Configuration configuration)
    {
        foreach (var axis in axes)
        {
            if (!axis.IsActive(configuration)) return false;
        }

        return true;
    }

    private bool AreAlike(int row, int other, Configuration configuration)
    {
        foreach (var axis in axes)
        {
            if (axis.IsActive(configuration) && axis.Values[row].Text != axis.Values[other].Text) return false;
        }

        return true;
    }
}
