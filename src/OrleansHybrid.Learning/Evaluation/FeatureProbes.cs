using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Models;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Trials;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Evaluation;

/// <summary>How well a network's features tell the test images apart, whatever its own classifier makes of them.</summary>
/// <param name="recipe">Which probes are on, and their settings.</param>
/// <param name="data">The long-tailed training images, which the probes learn from, and the balanced test images.</param>
/// <param name="device">Where the network is.</param>
public sealed class FeatureProbes(Recipe recipe, TrainingData data, Device device)
{
    /// <param name="network">Left in training mode, with the weights and statistics that it had.</param>
    /// <param name="betweenBatches">Called after each batch; what it throws ends the probing.</param>
    /// <returns>Null where no probe is on.</returns>
    public ProbeReport? Run(HybridNetwork network, Action betweenBatches)
    {
        if (!recipe.KnnProbe && !recipe.LinearProbe) return null;
        using var scope = NewDisposeScope();
        var (train, labels) = FrozenFeatures.Of(network, data.Train, device, betweenBatches);     // (N, D_E), (N)
        var (test, answers) = FrozenFeatures.Of(network, data.Test, device, betweenBatches);      // (M, D_E), (M)
        var classes = data.Train.Classes;
        return new(
            recipe.KnnProbe
                ? Judge(
                    new NearestNeighbors(recipe.KnnNeighbors, recipe.KnnTemperature).Predict(train, labels, classes, test, betweenBatches),
                    answers)
                : null,
            recipe.LinearProbe
                ? Judge(
                    new LinearProbe(recipe.LinearProbeEpochs, recipe.Seed).Predict(train, labels, classes, test, betweenBatches), answers)
                : null);
    }

    private Accuracy Judge(long[] predicted, int[] answers)
    {
        var confusion = new ConfusionMatrix(data.Test.Classes);
        for (var i = 0; i < predicted.Length; i++) confusion.Count(answers[i], (int)predicted[i]);
        return confusion.Accuracy(data.Train.CountByClass()).Summarise();
    }
}

/// <summary>The probes' accuracies on the balanced test set; null for one that was off.</summary>
public sealed record ProbeReport(Accuracy? Knn, Accuracy? Linear);
