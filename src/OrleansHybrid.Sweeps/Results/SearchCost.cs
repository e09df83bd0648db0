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

    /// <summary>
    /// The epochs that all trials train, at most: fewer where trainings fail, or where the median or a race ends some. An estimate if
    /// <see cref="IsEstimate"/>.
    /// </summary>
    public required long Epochs { get; init; }

    /// <summary>True if the number of trials at each rung depends on the order in which results arrive.</summary>
    public bool IsEstimate { get; init; }

    /// <summary>The number of trials that train pruned configurations to the end as a control; the epochs include them.</summary>
    public int Controls { get; init; }

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
        var rungs = RungsOf(chosen);
        var trials = (long)chosen.Seeds.Count * epochs;
        var space = chosen.Search.Space is { Rule: null } all ? all.Points.Count : null;
        return new()
        {
            Configurations = chosen.Configurations,
            Rungs = rungs,
            Epochs = chosen.IsAsynchronous ? EpochsOf(rungs, chosen.Fidelity) : EpochsOf(chosen, epochs),
            IsEstimate = chosen.IsAsynchronous,
            Controls = Enumerable.Range(0, chosen.Count).Count(chosen.IsControl),
            WholeEpochs = chosen.Configurations * trials,
            SpaceConfigurations = space,
            SpaceEpochs = space * trials,
        };
    }

    private static IReadOnlyList<RungCost> RungsOf(ChosenTrials chosen) => chosen.Search.Terms.Rungs is AsynchronousTerms asynchronous
        ? [.. asynchronous.Expected(chosen.Configurations).Select(rung => new RungCost(rung.Epochs, rung.Trials * chosen.Seeds.Count))]
        : [.. chosen.Rungs.Select(rung =>
            new RungCost(rung, Enumerable.Range(0, chosen.Count).Count(trial =>
                chosen.PlaceOf(trial) is { IsControl: false, Epochs: var epochs } && epochs == rung)))];

    private static long EpochsOf(IReadOnlyList<RungCost> rungs, Fidelity? fidelity) => rungs.Index().Sum(rung => rung.Item.Trials
        * (long)(rung.Item.Epochs - (fidelity is Fidelity.Epochs && rung.Index > 0 ? rungs[rung.Index - 1].Epochs : 0)));

    private static long EpochsOf(ChosenTrials chosen, int epochs)
    {
        var trained = 0L;
        for (var trial = 0; trial < chosen.Count; trial++)
        {
            trained += chosen.PlaceOf(trial).Epochs ?? epochs;
            // A training that goes on has the epochs of the rung below behind it.
            if (chosen.Fidelity is Fidelity.Epochs && chosen.Needs(trial) is [.., var below] && chosen.PlaceOf(trial).Rung > 0)
                trained -= chosen.PlaceOf(below.From).Epochs ?? 0;
        }

        return trained;
    }
}

/// <param name="Epochs">The epochs of the rung.</param>
/// <param name="Trials">The number of trials that are trained to it, at most; the number to expect in an estimate.</param>
public sealed record RungCost(int Epochs, int Trials);
