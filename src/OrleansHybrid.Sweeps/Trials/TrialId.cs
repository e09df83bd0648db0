using System.Globalization;
using System.Text.Json.Serialization;

namespace OrleansHybrid.Sweeps.Trials;

/// <summary>The name of one trial everywhere: grain key, checkpoint folder, metric label. Written <c>sweep/0042</c>.</summary>
[method: JsonConstructor]
public readonly record struct TrialId(string Sweep, int Index)
{
    /// <summary>The index as it is shown, with four digits or more.</summary>
    [JsonIgnore]
    public string Number => Index.ToString("D4", CultureInfo.InvariantCulture);

    public override string ToString() => $"{Sweep}/{Number}";
}
