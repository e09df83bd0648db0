using OrleansHybrid.Cli.Access;
using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cluster.Trainers;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Text;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cli.Running;

/// <summary>What a sweep has learned from beside what lies in a folder now.</summary>
internal static class LearnedData
{
    /// <param name="status">Of the sweep, as it stands.</param>
    /// <param name="file">The sweep file, for the hint.</param>
    /// <param name="directory">Where data sets lie; null where none was given.</param>
    /// <exception cref="UserException">The folder holds other data.</exception>
    public static async Task Require(SweepStatus status, SweepDefinition definition, string file, string? directory, CancellationToken stop)
    {
        var others = new List<string>();
        foreach (var learned in status.Data ?? [])
        {
            if (!definition.Datasets.Contains(learned.Dataset)) continue;
            var seen = await DataQuestion.Ask(Trainer.Locate(), directory, learned.Dataset, stop);
            if (seen.Fault is { } fault) others.Add($"{learned.Dataset.Spelled()} was {learned.Fingerprint.Brief} and cannot be read now: {fault}");
            else if (seen.Fingerprint != learned.Fingerprint) others.Add($"{learned.Dataset.Spelled()} was {learned.Fingerprint.Brief}, and {directory} holds {seen.Fingerprint?.Brief}.");
        }

        if (others.Count > 0)
            throw new UserException(
                $"{status.Sweep} learned from other data than there is now: {string.Join(" ", others)} Its results are of the former data. Put that back, or name its folder with --data; "
                + $"to keep both, give this data another --state, or the sweep another name in {file}; "
                + "to drop what it has trained and begin anew, add --from-scratch.");
        if (status.Data is null or [] && definition.Datasets.Any(dataset => DataFingerprint.OfBuiltIn(dataset) is null)
            && status.Count(TrialState.Pending) < status.Trials)
            await Console.Error.WriteLineAsync($"{status.Sweep} was begun by an earlier version, which did not take down what data it learned from: see to it yourself that it is the same.");
    }
}
