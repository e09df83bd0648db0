using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Failures;
using OrleansHybrid.Learning.Models;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Trials;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Evaluation;

/// <summary>
/// The metrics <c>knn</c> and <c>val_knn</c>: how well the training images' features tell other images, whatever the classifier branch
/// has learned yet. See <see cref="NearestNeighbors"/>.
/// </summary>
/// <param name="recipe">k and τ.</param>
/// <param name="data">The training images, which vote, and the others.</param>
/// <param name="device">Where the network is.</param>
internal sealed class NeighborMetric(Recipe recipe, TrainingData data, Device device)
{
    /// <param name="metric">What the sweep is judged by; null where there is no sweep.</param>
    /// <param name="network">Left in training mode, with the weights and statistics that it had.</param>
    /// <param name="betweenBatches">Called after each batch; what it throws ends it.</param>
    /// <returns>Accuracies on the test and on the validation images; null for what the sweep does not ask for.</returns>
    /// <exception cref="DataException">The images cannot be read.</exception>
    public (double? Test, double? Validation) Measure(string? metric, HybridNetwork network, Action betweenBatches)
    {
        if (FinalMetrics.Find(metric) is not { IsOnRequest: true } asked) return (null, null);
        return asked.Images is MetricImages.Validation
            ? (null, data.Validation is { } images ? Accuracy(network, images, betweenBatches) : null)
            : (Accuracy(network, data.Test, betweenBatches), null);
    }

    private double Accuracy(HybridNetwork network, LabelledImages images, Action betweenBatches)
    {
        var (predicted, answers) = new NearestNeighbors(recipe.KnnNeighbors, recipe.KnnTemperature)
            .Predict(network, data.Train, images, device, betweenBatches);
        return (double)predicted.Zip(answers).Count(image => image.First == image.Second) / answers.Length;
    }
}
