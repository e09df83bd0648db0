using OrleansHybrid.Sweeps.Results;

namespace OrleansHybrid.Sweeps.Simulation;

/// <summary>What a search came to that was played on known results. Costs and times are in the unit of the search.</summary>
public sealed record SimulatedSearch
{
    /// <summary>In the order of the search.</summary>
    public required IReadOnlyList<SimulatedTrial> Trials { get; init; }

    /// <summary>The best after each trial that was trained, in the order in which they ended.</summary>
    public required IReadOnlyList<BestPoint> History { get; init; }

    /// <summary>Null if no configuration was trained to the end with a result.</summary>
    public required FoundBest? Best { get; init; }

    /// <summary>The number of configurations with a result at the end.</summary>
    public required int Known { get; init; }

    /// <summary>The best of all of them.</summary>
    public required double? KnownBest { get; init; }

    /// <summary>What was trained.</summary>
    public required double Cost { get; init; }

    /// <summary>What training all configurations of the results to the end costs.</summary>
    public required double WholeCost { get; init; }

    /// <summary>The time from the first trial's begin to the last one's end.</summary>
    public required double Duration { get; init; }

    /// <summary>The slot time in which a slot was free and a trial left, but none whose results were there.</summary>
    public required double SlotsWaited { get; init; }

    /// <summary>Null for a search without rungs.</summary>
    public required IReadOnlyList<RungRow>? Rungs { get; init; }
}

/// <summary>A trial of a search that was played.</summary>
/// <param name="Index">Its number in the search.</param>
/// <param name="Began">In virtual time.</param>
/// <param name="Ended">In virtual time.</param>
public sealed record SimulatedTrial(int Index, PlayedTrial Played, double Began, double Ended);

/// <summary>The best configuration that a search found.</summary>
/// <param name="Trial">The last of its trials to the end.</param>
/// <param name="Value">The mean over its seeds.</param>
/// <param name="Rank">Its place among all configurations of the results, from 1.</param>
public sealed record FoundBest(SimulatedTrial Trial, double Value, int Rank);
