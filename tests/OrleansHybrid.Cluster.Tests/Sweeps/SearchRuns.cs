using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Tests.Sweeps;

/// <summary>What the tests of searches with rungs in a real silo have in common.</summary>
internal static class SearchRuns
{
    public const string Halved =
        """
        name: halved
        method: tpe
        search: {trials: 12, lag: 2}
        early_stopping: {eta: 3, min_epochs: 1}
        parameters: {temperature: {min: 0.05, max: 1}}
        recipe: {epochs: 9}
        """;

    public static void AssertWeightsOfWholeTrainings(IReadOnlyList<TrialRow> rows) => Assert.All(
        rows.Where(row => row.State is not TrialState.Pruned), row => Assert.Equal(
            FakeTrainer.WeightsAfter(0, FakeTrainer.StepsPerEpoch * row.Result!.Epochs), row.Result.WeightsSha256));

    /// <returns>The number of trials that have a folder of checkpoints.</returns>
    public static int Begun(TemporaryFolder folder, string sweep)
    {
        var checkpoints = Path.Combine(folder["state"], "checkpoints", sweep);
        return Directory.Exists(checkpoints) ? Directory.GetDirectories(checkpoints).Length : 0;
    }
}
