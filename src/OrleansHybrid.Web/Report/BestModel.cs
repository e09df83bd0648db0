using OrleansHybrid.Cluster.Checkpoints;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Web.Report;

/// <summary>The model of a sweep's best trial, read from its checkpoint.</summary>
/// <param name="Trial">The trial's number.</param>
/// <param name="Classes">The name, training images, test images and accuracy of each class, from <c>evaluation.json</c>.</param>
/// <param name="Confusion">Fractions (C, C) of a class's test images by predicted class; null for very many classes.</param>
/// <param name="Prototypes">The similarity of its prototypes; null for a loss without prototypes.</param>
public sealed record BestModel(string Trial, IReadOnlyList<EvaluatedClass> Classes, double[][]? Confusion, PrototypeMap? Prototypes)
{
    private const int MostClasses = 128;

    /// <summary>Downloads the checkpoint, reads it and deletes it again.</summary>
    /// <param name="checkpoints">Returns the trial's committed checkpoints, newest first.</param>
    /// <returns>Null if there is none, or if it cannot be read: that must not make a report fail.</returns>
    public static async Task<BestModel?> Find(
        SweepDefinition sweep,
        IReadOnlyList<TrialOutcome> outcomes,
        ICheckpointStore store,
        Func<TrialId, Task<CheckpointRef[]>> checkpoints,
        CancellationToken stop)
    {
        var completed = outcomes
            .Where(outcome => outcome.Row.State is TrialState.Completed && sweep.Metric.Of(outcome.Row.Result) is not null)
            .ToList();
        var best = completed.OrderByDescending(outcome => sweep.RungOf(outcome.Row.Index))
            .ThenBy(outcome => sweep.Metric.Of(outcome.Row.Result), sweep.Metric.Order())
            .FirstOrDefault();
        if (best is null) return null;

        var trained = best.Row.ReusedFrom ?? best.Spec.Id;
        return await checkpoints(trained) is [var newest, ..]
            ? await FetchedCheckpoint.Read(store, trained, newest, folder => Read(best.Spec.Id.Number, folder), stop)
            : null;
    }

    /// <param name="trial">The trial's number.</param>
    /// <param name="folder">The folder of a final checkpoint.</param>
    /// <returns>Null if it was not evaluated.</returns>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="InvalidDataException">A file is malformed.</exception>
    public static BestModel? Read(string trial, string folder)
    {
        var (evaluation, prototypes) = (Path.Combine(folder, "evaluation.json"), Path.Combine(folder, "prototypes.safetensors"));
        if (!File.Exists(evaluation)) return null;
        var report = FinalEvaluation.Read(File.ReadAllBytes(evaluation));
        return new(
            trial, report.Classes,
            report is { Classes.Count: <= MostClasses, Confusion: { } confusion } ? Fractions(confusion) : null,
            File.Exists(prototypes) ? PrototypeMap.Read(File.ReadAllBytes(prototypes)) : null);
    }

    private static double[][] Fractions(double[][] counts) =>
        [.. counts.Select(row => row.Select(count => row.Sum() is > 0 and var images ? Math.Round(count / images, 3) : 0).ToArray())];
}
