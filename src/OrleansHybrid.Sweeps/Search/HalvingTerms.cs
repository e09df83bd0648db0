using OrleansHybrid.Sweeps.Search.Halving;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Search;

/// <summary>Successive halving as a sweep file asks for it.</summary>
/// <param name="Brackets">The configurations that begin at the same rung and are compared with each other.</param>
/// <param name="Fidelity">What a training to a rung is.</param>
/// <param name="Metric">The metric of all rungs but the last; null for the objective of the sweep.</param>
internal sealed record HalvingTerms(
    IReadOnlyList<Bracket> Brackets, Fidelity Fidelity = Fidelity.Schedule, ObjectiveMetric? Metric = null)
{
    /// <summary>The epochs of all rungs, ascending.</summary>
    public IReadOnlyList<int> Epochs => [.. Brackets.SelectMany(bracket => bracket.Epochs).Distinct().Order()];

    /// <summary>The part of the sweep's identity.</summary>
    public IEnumerable<string> Lines =>
    [
        .. Brackets.Select(bracket => FormattableString.Invariant(
            $"halving {Fidelity}: {bracket.Configurations} of {string.Join(' ', bracket.Epochs)} epochs, one of {bracket.Eta}\n")),
        .. Metric is null ? [] : new[] { $"rung metric {Metric.Name}\n" },
    ];
}
