using OrleansHybrid.Sweeps.Search.Halving;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Search;

/// <summary>Early stopping at rungs, as a sweep file asks for it.</summary>
/// <param name="Fidelity">What a training to a rung is.</param>
/// <param name="Metric">The metric of all rungs but the last; null for the objective of the sweep.</param>
internal abstract record RungTerms(Fidelity Fidelity, ObjectiveMetric? Metric)
{
    /// <summary>The epochs of all rungs, ascending.</summary>
    public abstract IReadOnlyList<int> Epochs { get; }

    /// <summary>The parts of the sweep's identity.</summary>
    public IEnumerable<string> Lines => Metric is null ? OwnLines : OwnLines.Append($"rung metric {Metric.Name}\n");

    private protected abstract IEnumerable<string> OwnLines { get; }
}

/// <summary>Successive halving.</summary>
/// <param name="Brackets">The configurations that begin at the same rung and are compared with each other.</param>
/// <param name="Controls">The number of pruned configurations that are trained to the end.</param>
internal sealed record HalvingTerms(IReadOnlyList<Bracket> Brackets, Fidelity Fidelity, ObjectiveMetric? Metric, int Controls = 0)
    : RungTerms(Fidelity, Metric)
{
    /// <summary>The number of configurations that are pruned at the first rung.</summary>
    public int PrunedFirst => Brackets.Where(bracket => bracket.Epochs.Count > 1)
        .Sum(bracket => bracket.Configurations - bracket.Sizes[1]);

    public override IReadOnlyList<int> Epochs => [.. Brackets.SelectMany(bracket => bracket.Epochs).Distinct().Order()];

    private protected override IEnumerable<string> OwnLines =>
    [
        .. Brackets.Select(bracket => FormattableString.Invariant(
            $"halving {Fidelity}: {bracket.Configurations} of {string.Join(' ', bracket.Epochs)} epochs, one of {bracket.Eta}\n")),
        .. Controls > 0 ? [FormattableString.Invariant($"controls {Controls}\n")] : Array.Empty<string>(),
    ];
}

/// <summary>Median stopping.</summary>
internal sealed record MedianTerms(IReadOnlyList<int> Rungs, Fidelity Fidelity, ObjectiveMetric? Metric) : RungTerms(Fidelity, Metric)
{
    public override IReadOnlyList<int> Epochs => Rungs;

    private protected override IEnumerable<string> OwnLines => [$"median {Fidelity}: {string.Join(' ', Rungs)} epochs\n"];
}

/// <summary>Asynchronous halving by promotion.</summary>
/// <param name="Eta">Of so many at a rung one goes on.</param>
internal sealed record AsynchronousTerms(IReadOnlyList<int> Rungs, int Eta, Fidelity Fidelity, ObjectiveMetric? Metric)
    : RungTerms(Fidelity, Metric)
{
    public override IReadOnlyList<int> Epochs => Rungs;

    private protected override IEnumerable<string> OwnLines => [FormattableString.Invariant(
        $"asha {Fidelity}: {string.Join(' ', Rungs)} epochs, one of {Eta}\n")];

    /// <summary>
    /// The number of configurations that are trained to each rung if results arrive in no particular order; one that comes early among
    /// few may be promoted in excess of it.
    /// </summary>
    /// <param name="configurations">The number that begin.</param>
    public IEnumerable<(int Epochs, int Trials)> Expected(int configurations) =>
        Rungs.Zip(new Bracket(Rungs, configurations, Eta).Sizes);
}
