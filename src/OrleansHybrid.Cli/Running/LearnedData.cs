using OrleansHybrid.Cli.Access;
using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cluster.Trainers;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Text;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cli.Running;

/// <summary>Compares the data of a sweep with the data in a folder.</summary>
internal static class LearnedData
{
    /// <param name="status">The present status of the sweep.</param>
    /// <param name="file">The sweep file, for the hint.</param>
    /// <param name="directory">The folder of data sets; null if none was given.</param>
    /// <exception cref="UserException">The folder holds other data.</exception>
    public static async Task Require(SweepStatus status, SweepDefinition definition, string file, string? directory, CancellationToken stop)
    {
        var others = new List<string>();
        foreach (var learned in status.Data ?? [])
        {
            if (!definition.Datasets.Contains(learned.Dataset)) continue;
            var seen = await DataQuestion.Ask(Trainer.Locate(), directory, learned.Dataset, stop);
            if (seen.Fault is { } fault)
                others.Add($"{learned.Dataset.Spelled()} was {learned.Fingerprint.Brief} and cannot be read now: {fault}");
            else if (seen.Fingerprint != learned.Fingerprint)
                others.Add(
                    $"{learned.Dataset.Spelled()} was {learned.Fingerprint.Brief}, and {directory} holds {seen.Fingerprint?.Brief}.");
        }

        if (others.Count > 0)
            throw new UserException(
                $"{status.Sweep} was trained on other data than there is now: {string.Join(" ", others)} Its results are of the former "
                    + "data. Restore that data, or name its folder with --data; "
                + $"to keep both, choose another --state, or another name of the sweep in {file}; "
                + "to delete its training and start over, add --from-scratch.");
        if (status.Data is null or [] && definition.Datasets.Any(dataset => DataFingerprint.OfBuiltIn(dataset) is null)
            && status.Count(TrialState.Pending) < status.Trials)
            await Console.Error.WriteLineAsync(
                $"{status.Sweep} was started by an earlier version, which did not record its data: "
                    + "make sure yourself that the data is the same.");
    }
}
