using System.Reflection;
using System.Text.Json;

namespace OrleansHybrid.Sweeps.Settings;

/// <summary>Every setting of a <see cref="Recipe"/> by the key that the sweep file uses.</summary>
public static class RecipeSchema
{
    private static readonly OrderedDictionary<string, Setting> ByKey = new(typeof(Recipe)
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .OrderBy(property => property.MetadataToken)
        .Select(property => new Setting(
            property,
            property.GetCustomAttribute<SettingAttribute>() ?? throw new NotSupportedException($"{property.Name} lacks its [Setting]")))
        .Select(setting => KeyValuePair.Create(setting.Key, setting)));

    /// <summary>In the order in which <see cref="Recipe"/> declares them.</summary>
    public static IReadOnlyCollection<Setting> Settings => ByKey.Values;

    public static IReadOnlyCollection<string> Keys => ByKey.Keys;

    /// <summary>The setting that repeats a configuration; <c>repeats.seeds</c> sweeps it.</summary>
    public static Setting Seed { get; } = Of(nameof(Recipe.Seed));

    /// <param name="property">Name of a <see cref="Recipe"/>'s property.</param>
    public static Setting Of(string property) => ByKey[JsonNamingPolicy.SnakeCaseLower.ConvertName(property)];

    public static Setting? Find(string key) => ByKey.GetValueOrDefault(key);

    /// <exception cref="KeyNotFoundException">No setting has the key.</exception>
    public static Setting Get(string key) => ByKey[key];

    /// <summary>The setting's place in <see cref="Settings"/>; -1 where there is none.</summary>
    internal static int IndexOf(string key) => ByKey.IndexOf(key);

    /// <summary>Refuses a word that should name a setting: "'temprature' is not a setting; did you mean 'temperature'?".</summary>
    internal static string Refuse(string given) =>
        (DidYouMean.Among(given, Keys) ?? DidYouMean.Among(given.Split('.', '/')[^1], Keys)) is { } meant
        ? $"'{given}' is not a setting; did you mean '{meant}'?"
        : $"'{given}' is not a setting; 'hybrid settings' lists those that there are";
}
