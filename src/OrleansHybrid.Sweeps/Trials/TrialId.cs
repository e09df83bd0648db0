using System.Globalization;
using System.Text.Json.Serialization;

namespace OrleansHybrid.Sweeps.Trials;

/// <summary>Names one trial everywhere: grain key, checkpoint folder, metric label. Written <c>sweep/0042</c>.</summary>
[method: JsonConstructor]
public readonly record struct TrialId(string Sweep, int Index)
{
    /// <summary>The index as people read it, four digits or more.</summary>
    [JsonIgnore]
    public string Number => Index.ToString("D4", CultureInfo.InvariantCulture);

    public override string ToString() => $"{Sweep}/{Number}";

    /// <exception cref="FormatException">The text is not <c>sweep/index</c>.</exception>
    public static TrialId Parse(string text)
    {
        var slash = text.LastIndexOf('/');
        return slash > 0 && int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? new(text[..slash], index)
            : throw new FormatException($"'{text}' is not a trial id; expected 'sweep/0042'.");
    }
}
