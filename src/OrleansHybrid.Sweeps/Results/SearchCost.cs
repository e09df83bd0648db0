using OrleansHybrid.Sweeps.Search;
using OrleansHybrid.Sweeps.Search.Halving;

namespace OrleansHybrid.Sweeps.Results;

/// <summary>What a search trains, before any of it is trained.</summary>
public sealed record SearchCost
{
    /// <summary>The number of configurations that begin.</summary>
    public required int Configurations { get; init; }

    /// <summary>The rungs, the lowest first, with the number of trials; empty for a search without rungs.</summary>
    public required IReadOnlyList<RungCost> Rungs { get; init; }

    /// <summary>The epochs that all trials train, at most: fewer where trainings fail, or where the median or a race ends some.</summary>
    public required long Epochs { get; init; }

    /// <summary>The epochs of training all its configurations to the end.</summary>
    public required long WholeEpochs { get; init; }

    /// <summary>The number of configurations of the whole space; null if it cannot be counted.</summary>
    public required long? SpaceConfigurations { get; init; }

    /// <summary>The epochs of training the whole space to the end.</summary>
    public required long? SpaceEpochs { get; init; }

    /// <param name="epochs">The epochs of a training to the end.</param>
    public static SearchCost Of(ChosenTrials chosen, int epochs)
    {
        ArgumentNullException.ThrowIfNull(chosen);
        var trained = 0L;
        for (var trial = 0; trial < chosen.Count; trial++)
        {
            trained += chosen.PlaceOf(trial).Epochs ?? epochs;
            // A training that goes on has the epochs of the rung below behind it.
            if (chosen.Fidelity is Fidelity.Epochs && chosen.Needs(trial) is [.., var below] && chosen.PlaceOf(trial).Rung > 0)
                trained -= chosen.PlaceOf(below.From).Epochs ?? 0;
        }

        var trials = (long)chosen.Seeds.Count * epochs;
        var space = chosen.Search.Space is { Rule: null } all ? all.Points.Count : null;
        return new()
        {
            Configurations = chosen.Configurations,
            Rungs =
            [
                .. chosen.Rungs.Select(rung =>
                    new RungCost(rung, Enumerable.Range(0, chosen.Count).Count(trial => chosen.PlaceOf(trial).Epochs == rung))),
            ],
            Epochs = trained,
            WholeEpochs = chosen.Configurations * trials,
            SpaceConfigurations = space,
            SpaceEpochs = space * trials,
        };
    }
}

/// <param name="Epochs">The epochs of the rung.</param>
/// <param name="Trials">The number of trials that are trained to it, at most.</param>
public sealed record RungCost(int Epochs, int Trials);
