using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cli.Exports;
using OrleansHybrid.Cli.Exports.Mlflow;
using OrleansHybrid.Cli.Exports.Optuna;
using OrleansHybrid.Cli.Exports.TensorBoard;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Results;

namespace OrleansHybrid.Cli.Commands;

/// <summary>A sweep in the files of TensorBoard, Optuna or MLflow: all of them, or none if it fails.</summary>
internal static class SweepExport
{
    /// <param name="tool">The value of <c>-o</c>.</param>
    /// <param name="path">The log folder, the journal file, or the file store.</param>
    /// <param name="outcomes">Every trial, in the order of the indices.</param>
    /// <param name="made">The time of the outcomes.</param>
    /// <exception cref="UserException">The place holds something else, or cannot be written.</exception>
    public static async Task Write(
        string tool,
        string path,
        SweepDefinition sweep,
        IAsyncEnumerable<TrialOutcome> outcomes,
        DateTimeOffset made,
        CancellationToken stop)
    {
        try
        {
            var why = tool switch
            {
                "optuna" => OptunaJournal.WhyKept(path, sweep),
                "mlflow" => MlflowExperiment.WhyKept(path),
                _ => TensorBoardLog.WhyKept(path, sweep),
            };
            if (why is not null)
                throw new UserException(
                    $"{path} is left as it is: {why}. Name another {(tool == "optuna" ? "file" : "folder")} with --to.");
            // A file store holds many experiments, of which this one alone is replaced.
            var place = Path.GetFullPath(tool == "mlflow" ? Path.Combine(path, MlflowExperiment.IdOf(sweep)) : path);
            await FreshEntry.Put(place, async fresh =>
            {
                using ITrialExport export = tool switch
                {
                    "optuna" => new OptunaJournal(fresh, sweep),
                    "mlflow" => new MlflowExperiment(fresh, place, sweep, made),
                    _ => new TensorBoardLog(fresh, sweep, made),
                };
                await foreach (var outcome in outcomes.WithCancellation(stop))
                {
                    stop.ThrowIfCancellationRequested();
                    export.Add(new(sweep, outcome, made));
                }

                export.Complete();
            });
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"Cannot write {path}: {failure.Message} Free space there or name another place with --to.", failure);
        }
    }

    /// <summary>How to look at it.</summary>
    public static string Opening(string tool, string path) => tool switch
    {
        "optuna" => $"Open it: optuna-dashboard {path}",
        "mlflow" => $"Open it: mlflow ui --backend-store-uri {path}; from MLflow 3.13: mlflow migrate-filestore --source {path} "
            + "--target sqlite:///mlflow.db, then mlflow ui",
        _ => $"Open it: tensorboard --logdir {path}",
    };
}
