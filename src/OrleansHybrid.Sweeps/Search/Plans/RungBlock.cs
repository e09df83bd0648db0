using OrleansHybrid.Sweeps.Search.Halving;

namespace OrleansHybrid.Sweeps.Search.Plans;

/// <summary>What of a cohort is trained to one rung.</summary>
internal sealed class RungBlock(Bracket bracket, int cohort, int rung, RungBlock? below)
{
    private readonly Dictionary<int, int> _decided = [];
    private readonly HashSet<int> _configurations = [];
    private int[]? _beginners;

    public int Cohort => cohort;

    public int Rung => rung;

    public int Size { get; } = bracket.Sizes[rung];

    public int Epochs => bracket.Epochs[rung];

    public bool IsLast => rung == bracket.Epochs.Count - 1;

    public RungBlock? Below => below;

    public int FirstConfiguration { get; init; }

    public int FirstTrial { get; set; }

    /// <summary>The configurations that begin with the cohort.</summary>
    public int[] Beginners => _beginners ??= [.. Enumerable.Range(FirstConfiguration, Size)];

    /// <summary>The trials on whose results the ranking hangs; null until it was asked for.</summary>
    public IReadOnlyList<TrialSpan>? NeedsOfRanking { get; set; }

    public RungRanking? Ranking { get; set; }

    /// <summary>When the ranking was last compared with the results.</summary>
    public int Look { get; set; }

    /// <summary>The configuration that was recorded for a place; null while there is none.</summary>
    public int? DecidedAt(int place) => _decided.TryGetValue(place, out var configuration) ? configuration : null;

    public bool HasDecided(int configuration) => _configurations.Contains(configuration);

    public void Decide(int place, int configuration)
    {
        if (_decided.TryAdd(place, configuration)) _configurations.Add(configuration);
    }
}
