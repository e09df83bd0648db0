using System.Text.Json.Serialization;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Sweeps.Trials;

/// <summary>One configuration of a sweep: what a trial trains.</summary>
/// <param name="Id">The sweep and the index that this configuration was expanded from.</param>
/// <param name="Parameters">The swept settings alone, in the order of the sweep file, each value in its canonical text.</param>
/// <param name="Recipe">Every setting, the swept ones and the seed among them.</param>
/// <param name="ContentHash">SHA-256 (lower-case hex) of the recipe: equal for trials with the same settings, whatever sweep they are in.</param>
public sealed record TrialSpec(TrialId Id, IReadOnlyList<ParameterValue> Parameters, Recipe Recipe, string ContentHash)
{
    /// <summary>Equal for trials that give the same result: of one recipe and one data set. The built-in images need no mention.</summary>
    public string ResultKey(DataFingerprint data) => data == DataFingerprint.Synthetic ? ContentHash : $"{ContentHash}-{data.Value}";
}

/// <summary>One swept setting's value, in canonical text (numbers in the shortest form that reads back exactly).</summary>
/// <param name="Value">A dash where the setting is inactive: its condition does not hold, and the recipe has what is fixed instead.</param>
public readonly record struct ParameterValue(string Key, string Value)
{
    private const string Dash = "-";

    [JsonIgnore]
    public bool IsInactive => Value == Dash;

    public static ParameterValue Inactive(string key) => new(key, Dash);
}
