using System.Globalization;
using OrleansHybrid.Sweeps.Search.Spaces;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Sweeps.Search;

/// <summary>A setting that a search draws; or several that are zipped, and drawn together as one of their rows.</summary>
/// <param name="Keys">The settings.</param>
/// <param name="Distribution">The distribution of the setting's number, or of the row's index.</param>
/// <param name="Rows">The rows of canonical texts, a text for each key; null for a setting that is a number.</param>
internal sealed record DrawnSetting(
    IReadOnlyList<string> Keys, Distribution Distribution, IReadOnlyList<IReadOnlyList<string>>? Rows = null)
{
    /// <summary>The setting as an axis of a space.</summary>
    public SpaceAxis Axis => new(string.Join('+', Keys), Distribution);

    /// <summary>The canonical texts of a drawn number, one for each key.</summary>
    /// <returns>Null for a number that the setting cannot have.</returns>
    public IReadOnlyList<string>? TextsOf(double number) =>
        Rows is not null ? Rows[(int)number]
        : RecipeSchema.Get(Keys[0]).TryParse(number.ToString("R", CultureInfo.InvariantCulture), out var text, out _) ? [text]
        : null;
}
