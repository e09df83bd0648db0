using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Tests.Definition;
using OrleansHybrid.Sweeps.Tests.Results;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Tests.Simulation;

/// <summary>Results of a grid as a sweep writes them: a table, and each trial's epochs.</summary>
internal static class WrittenResults
{
    /// <param name="yaml">The sweep without its name.</param>
    /// <param name="top1">Of a trial after an epoch; NaN from the epoch in which it fails.</param>
    /// <returns>The path of the table.</returns>
    public static string Of(string folder, string yaml, Func<Recipe, int, double> top1)
    {
        var sweep = SweepYaml.Named(yaml);
        TrialOutcome[] outcomes = [.. Enumerable.Range(0, sweep.TrialCount).Select(index => Outcome(sweep, index, top1))];
        Directory.CreateDirectory(Path.Combine(folder, "trials"));
        foreach (var outcome in outcomes)
            Write(Path.Combine("trials", outcome.Spec.Id.Number + ".csv"), writer => HistoryCsv.Write(writer, outcome.History));
        return Write("results.csv", writer => ResultsCsv.Write(writer, sweep, outcomes));

        string Write(string name, Action<TextWriter> write)
        {
            var path = Path.Combine(folder, name);
            using var writer = new StreamWriter(path);
            write(writer);
            return path;
        }
    }

    private static TrialOutcome Outcome(SweepDefinition sweep, int index, Func<Recipe, int, double> top1)
    {
        var recipe = sweep.RecipeOf(index);
        EpochMetrics[] history =
        [
            .. Enumerable.Range(1, recipe.Epochs).TakeWhile(epoch => double.IsFinite(top1(recipe, epoch))).Select(epoch => new EpochMetrics
            {
                Epoch = epoch,
                Step = epoch,
                TrainLoss = 2.0 / epoch,
                ContrastiveLoss = null,
                ClassifierLoss = null,
                Alpha = 0,
                LearningRate = 0.1,
                Accuracy = epoch % recipe.EvaluateEveryEpochs == 0 ? new(top1(recipe, epoch), null, null, null) : null,
                ImagesPerSecond = 1,
                Seconds = 1,
            }),
        ];
        if (history.Length < recipe.Epochs) return Outcomes.Of(sweep, Outcomes.Failed(index, "NaN"), history);
        var row = Outcomes.Completed(index, top1(recipe, recipe.Epochs));
        return Outcomes.Of(sweep, row with { Result = row.Result! with { Epochs = recipe.Epochs } }, history);
    }
}
