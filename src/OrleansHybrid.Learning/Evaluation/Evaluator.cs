using System.Runtime.InteropServices;
using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Models;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Evaluation;

/// <summary>Tests a network's classifier branch on the balanced test set.</summary>
/// <param name="data">The test images, and the training set for its class counts.</param>
/// <param name="device">Where the network is.</param>
public sealed class Evaluator(TrainingData data, Device device)
{
    private const int MostImages = 256, MostPixels = MostImages * 128 * 128;

    private readonly int[] _trainImages = data.Train.CountByClass();

    /// <summary>As many images as the activations of a deep network leave room for.</summary>
    private readonly int _batchSize = Math.Clamp(MostPixels / (data.Test.ViewSide * data.Test.ViewSide), 1, MostImages);

    /// <param name="network">Left in training mode.</param>
    /// <param name="betweenBatches">Called after each batch; what it throws ends the evaluation.</param>
    /// <exception cref="DataException">The test images cannot be read.</exception>
    public EvaluationReport Evaluate(HybridNetwork network, Action betweenBatches)
    {
        var (confusion, calibration) = (new ConfusionMatrix(data.Test.Classes), new Calibration());
        network.eval();
        try
        {
            foreach (var chunk in Enumerable.Range(0, data.Test.Count).Chunk(_batchSize))
            {
                var (indices, predicted, confidence) = Predict(network, chunk);
                for (var i = 0; i < indices.Length; i++)
                {
                    var label = data.Test.Labels[indices[i]];
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

        if (confusion.Images == 0) throw new DataException($"None of the {data.Test.Count} test images can be decoded.");
        return EvaluationReport.Of(data.Test.ClassNames, _trainImages, confusion, calibration);
    }

    /// <returns>(N) the images that can be shown, (N) the likeliest class of each and (N) its probability.</returns>
    private (int[] Indices, long[] Classes, float[] Confidence) Predict(HybridNetwork network, int[] indices)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var images = empty(indices.Length, LabelledImages.Channels, data.Test.ViewSide, data.Test.ViewSide);
        var shown = data.Test.Plain(indices, MemoryMarshal.Cast<byte, float>(images.bytes));
        if (shown.Length == 0) return ([], [], []);
        var logits = network.Classify(network.Features(images.narrow(0, 0, shown.Length).to(device)));  // (N, C)
        var predicted = logits.argmax(1);                                         // (N)
        var confidence = network.Probabilities(logits).gather(1, predicted.unsqueeze(1)).squeeze(1);  // (N)
        return (shown, predicted.cpu().data<long>().ToArray(), confidence.cpu().data<float>().ToArray());
    }
}
