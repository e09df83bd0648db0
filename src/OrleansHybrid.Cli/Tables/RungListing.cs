using System.Globalization;
using OrleansHybrid.Cli.Output;
using OrleansHybrid.Cli.Watching;
using OrleansHybrid.Sweeps.Results;

namespace OrleansHybrid.Cli.Tables;

/// <summary>The rungs of a search: how many trials each has, what became of them, and how well it foretells the end.</summary>
internal static class RungListing
{
    public static Listing<RungRow> Of() => new(
    [
        new("rung", row => row.Epochs, row => Wording.Epochs(row.Epochs)) { IsNumber = true },
        new("trials", row => row.Trials) { IsNumber = true },
        new("completed", row => row.Completed) { IsNumber = true },
        new("failed", row => row.Failed, Rank: 2) { IsNumber = true },
        new("promoted", row => row.Promoted) { IsNumber = true },
        new("pruned", row => row.Pruned) { IsNumber = true },
        new(
            "rank correlation with the end",
            row => row.Correlation,
            row => row.Correlation is { } correlation
                ? string.Create(CultureInfo.InvariantCulture, $"{correlation:0.00} ({row.Pairs} configurations)")
                : null,
            Rank: 1) { IsNumber = true },
    ]);

    /// <summary>The rungs of a search that runs.</summary>
    public static Listing<RungProgress> OfProgress() => new(
    [
        new("rung", rung => rung.Epochs, rung => Wording.Epochs(rung.Epochs)) { IsNumber = true },
        new("trials", rung => rung.Trials) { IsNumber = true },
        new("waiting", rung => rung.Waiting) { IsNumber = true },
        new("running", rung => rung.Running) { IsNumber = true },
        new("completed", rung => rung.Completed) { IsNumber = true },
        new("failed", rung => rung.Failed) { IsNumber = true },
        new("not trained", rung => rung.Pruned, Rank: 1) { IsNumber = true },
    ]);

    /// <summary>The rungs of a search that is planned.</summary>
    public static Listing<RungCost> OfCosts() => new(
    [
        new("rung", rung => rung.Epochs, rung => Wording.Epochs(rung.Epochs)) { IsNumber = true },
        new("trials", rung => rung.Trials) { IsNumber = true },
    ]);
}
