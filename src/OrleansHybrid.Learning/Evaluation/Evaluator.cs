using System.Runtime.InteropServices;
using OrleansHybrid.Learning.Augmentation;
using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Models;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Evaluation;

/// <summary>Tests a network's classifier branch on the balanced test set.</summary>
/// <param name="data">The test images, and the training set for its class counts.</param>
/// <param name="device">Where the network is.</param>
public sealed class Evaluator(TrainingData data, Device device)
{
    private const int BatchSize = 256;

    private readonly int[] _trainImages = data.Train.CountByClass();

    /// <param name="network">Left in training mode.</param>
    /// <param name="betweenBatches">Called after each batch; what it throws ends the evaluation.</param>
    public EvaluationReport Evaluate(HybridNetwork network, Action betweenBatches)
    {
        var (confusion, calibration) = (new ConfusionMatrix(data.Test.Classes), new Calibration());
        network.eval();
        try
        {
            foreach (var indices in Enumerable.Range(0, data.Test.Count).Chunk(BatchSize))
            {
                var (predicted, confidence) = Predict(network, indices);
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

        return EvaluationReport.Of(data.Test.ClassNames, _trainImages, confusion, calibration);
    }

    /// <returns>(N) the likeliest class of each image and (N) its probability.</returns>
    private (long[] Classes, float[] Confidence) Predict(HybridNetwork network, int[] indices)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var images = empty(indices.Length, ImageSet.Channels, ImageSet.Side, ImageSet.Side);
        Augmenter.Plain(data.Test, indices, MemoryMarshal.Cast<byte, float>(images.bytes));
        var logits = network.Classify(network.Features(images.to(device)));       // (N, C)
        var predicted = logits.argmax(1);                                         // (N)
        var confidence = network.Probabilities(logits).gather(1, predicted.unsqueeze(1)).squeeze(1);  // (N)
        return (predicted.cpu().data<long>().ToArray(), confidence.cpu().data<float>().ToArray());
    }
}
