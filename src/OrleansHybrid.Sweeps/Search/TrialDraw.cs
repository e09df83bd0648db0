using System.Text.Json.Serialization;

namespace OrleansHybrid.Sweeps.Search;

/// <summary>A trial as its search has chosen it. It is recorded before the trial is leased, and never changes.</summary>
public sealed record TrialDraw
{
    /// <summary>The number of the configuration in its search; null if nothing is trained.</summary>
    public int? Configuration { get; init; }

    /// <summary>
    /// The canonical texts of the drawn settings in the order of the sweep file, null for an inactive one; null if nothing is trained.
    /// </summary>
    public IReadOnlyList<string?>? Texts { get; init; }

    /// <summary>The drawn numbers, null for an inactive setting: the form in which the search remembers its choice.</summary>
    public IReadOnlyList<double?>? Point { get; init; }

    /// <summary>The trial that trained the same configuration and seed to the rung below; null at the lowest rung.</summary>
    public int? After { get; init; }

    /// <summary>The reason for the choice, for people: <c>drawn by TPE from 24 results</c>, <c>promoted 2nd of 9 at rung 1</c>.</summary>
    public string Basis { get; init; } = "";

    /// <summary>False if the search has decided that nothing is trained here.</summary>
    [JsonIgnore]
    public bool IsTrained => Texts is not null;
}
