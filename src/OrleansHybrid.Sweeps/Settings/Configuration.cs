using System.Globalization;

namespace OrleansHybrid.Sweeps.Settings;

/// <summary>A value for every setting, by its place in <see cref="RecipeSchema.Settings"/>: what conditions and constraints look
/// at.</summary>
internal sealed class Configuration
{
    private readonly SettingValue[] _values;

    public Configuration(Recipe recipe) =>
        _values = [.. RecipeSchema.Settings.Select(setting => SettingValue.Of(setting, setting.Read(recipe)))];

    public Configuration(Configuration other) => _values = [.. other._values];

    public SettingValue this[int setting]
    {
        get => _values[setting];
        set => _values[setting] = value;
    }
}

/// <param name="Text">In canonical form: equal texts are equal values.</param>
/// <param name="Number">What the text says; NaN for anything but a number.</param>
internal readonly record struct SettingValue(string Text, double Number)
{
    public static SettingValue Of(Setting setting, string canonical) => new(
        canonical,
        setting.Kind is SettingKind.Number or SettingKind.WholeNumber ? double.Parse(canonical, CultureInfo.InvariantCulture) : double.NaN);
}
