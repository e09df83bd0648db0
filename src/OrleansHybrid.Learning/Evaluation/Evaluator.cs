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
    public ClassAccuracy Evaluate(HybridNetwork network, Action betweenBatches)
    {
        var (correct, images) = (new int[data.Test.Classes], new int[data.Test.Classes]);
        network.eval();
        try
        {
            foreach (var indices in Enumerable.Range(0, data.Test.Count).Chunk(BatchSize))
            {
                foreach (var (index, predicted) in indices.Zip(Predict(network, indices)))
                {
                    var label = data.Test.Labels[index];
                    images[label]++;
                    if (predicted == label) correct[label]++;
                }

                betweenBatches();
            }
        }
        finally
        {
            network.train();
        }

        return new(correct, images, _trainImages);
    }

    /// <returns>(N) the likeliest class of each image.</returns>
    private long[] Predict(HybridNetwork network, int[] indices)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var images = empty(indices.Length, ImageSet.Channels, ImageSet.Side, ImageSet.Side);
        Augmenter.Plain(data.Test, indices, MemoryMarshal.Cast<byte, float>(images.bytes));
        var logits = network.Classify(network.Features(images.to(device)));       // (N, C)
        return logits.argmax(1).cpu().data<long>().ToArray();
    }
}
