using System.Globalization;
using System.Text.Json.Serialization;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Sweeps.Trials;

/// <summary>One configuration of a sweep, with a seed: the order for one training.</summary>
/// <param name="Id">The sweep, and the index from which this configuration was expanded.</param>
/// <param name="Parameters">Only the swept settings, in the order of the sweep file, each value in its canonical text.</param>
/// <param name="Recipe">Every setting, including the swept ones and the seed.</param>
/// <param name="ContentHash">SHA-256 (lower-case hex) of the recipe: equal for trials with the same settings in any sweep.</param>
public sealed record TrialSpec(TrialId Id, IReadOnlyList<ParameterValue> Parameters, Recipe Recipe, string ContentHash)
{
    /// <summary>The epoch after which the training pauses; null if it goes on to its end.</summary>
    public int? UntilEpoch { get; init; }

    /// <summary>
    /// The key of the result: equal for trials with the same recipe, data set and length. The built-in images are left out of it.
    /// </summary>
    public string ResultKey(DataFingerprint data) =>
        (data == DataFingerprint.Synthetic ? ContentHash : $"{ContentHash}-{data.Value}")
        + (UntilEpoch is { } until ? string.Create(CultureInfo.InvariantCulture, $"-until-{until}") : "");
}

/// <summary>The value of one swept setting, in canonical text (numbers in the shortest form that reads back exactly).</summary>
/// <param name="Value">
/// The canonical text; a dash if the setting is inactive, because its condition does not hold and the recipe has the fixed value; a
/// question mark if the search has not chosen it yet.
/// </param>
public readonly record struct ParameterValue(string Key, string Value)
{
    private const string Dash = "-", Question = "?";

    [JsonIgnore]
    public bool IsInactive => Value == Dash;

    /// <summary>True if the search has not chosen the value yet.</summary>
    [JsonIgnore]
    public bool IsOpen => Value == Question;

    /// <summary>True if the setting has a value here: it is neither inactive nor open.</summary>
    [JsonIgnore]
    public bool IsGiven => !IsInactive && !IsOpen;

    public static ParameterValue Open(string key) => new(key, Question);

    public static ParameterValue Inactive(string key) => new(key, Dash);
}
