using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Failures;
using OrleansHybrid.Learning.Models;
using OrleansHybrid.Sweeps.Trials;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Evaluation;

/// <summary>Tests a network's classifier branch on the balanced test set, and on the validation images where some are held
/// out.</summary>
/// <param name="data">The images, and the training set for its class counts.</param>
/// <param name="device">Where the network is.</param>
public sealed class Evaluator(TrainingData data, Device device)
{
    private readonly int[] _trainImages = data.Train.CountByClass();

    /// <param name="network">Left in training mode.</param>
    /// <param name="betweenBatches">Called after each batch; what it throws ends the evaluation.</param>
    /// <exception cref="DataException">The test images cannot be read.</exception>
    public EvaluationReport Evaluate(HybridNetwork network, Action betweenBatches) =>
        Evaluate(network, data.Test, "test", betweenBatches);

    /// <returns>Null where no images are held out.</returns>
    /// <exception cref="DataException">The validation images cannot be read.</exception>
    /// <inheritdoc cref="Evaluate(HybridNetwork, Action)"/>
    public Accuracy? Validate(HybridNetwork network, Action betweenBatches) =>
        data.Validation is { } images ? Evaluate(network, images, "validation", betweenBatches).Accuracy : null;

    private EvaluationReport Evaluate(HybridNetwork network, LabelledImages images, string what, Action betweenBatches)
    {
        var (confusion, calibration) = (new ConfusionMatrix(images.Classes), new Calibration());
        network.eval();
        try
        {
            foreach (var chunk in PlainBatch.IndicesOf(images, device))
            {
                var (indices, predicted, confidence) = Predict(network, images, chunk);
                for (var i = 0; i < indices.Length; i++)
                {
                    var label = images.Labels[indices[i]];
                    confusion.Count(label, (int)predicted[i]);
                    calibration.Count(confidence[i], predicted[i] == label);
                }

                betweenBatches();
            }
        }
        finally
        {
            network.train();
        }

        if (confusion.Images == 0) throw new DataException($"None of the {images.Count} {what} images can be decoded.");
        return EvaluationReport.Of(images.ClassNames, _trainImages, confusion, calibration);
    }

    /// <returns>(N) the images that can be shown, (N) the likeliest class of each and (N) its probability.</returns>
    private (int[] Indices, long[] Classes, float[] Confidence) Predict(
        HybridNetwork network, LabelledImages set, int[] indices)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var (shown, images) = PlainBatch.Of(set, indices, device);
        if (shown.Length == 0) return ([], [], []);
        var logits = network.Classify(network.Features(images));                  // (N, C)
        var predicted = logits.argmax(1);                                         // (N)
        var confidence = network.Probabilities(logits).gather(1, predicted.unsqueeze(1)).squeeze(1);  // (N)
        return (shown, predicted.cpu().data<long>().ToArray(), confidence.cpu().data<float>().ToArray());
    }
}
