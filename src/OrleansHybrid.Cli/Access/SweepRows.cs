using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cluster.Reading;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cli.Access;

/// <summary>The rows that a person names.</summary>
internal static class SweepRows
{
    /// <exception cref="UserException">The sweep has no such trial.</exception>
    public static async Task<TrialRow> Row(this SweepHandle sweep, int index) =>
        await sweep.FindRow(index)
        ?? throw new UserException($"There is no trial {new TrialId(sweep.Id, index)}. See all trials with: hybrid trials {sweep.Id}");
}
