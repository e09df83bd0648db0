using OrleansHybrid.Learning.Arithmetic;
using OrleansHybrid.Learning.Optimisation;
using OrleansHybrid.Learning.Randomness;
using OrleansHybrid.Learning.Samplers;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace OrleansHybrid.Learning.Evaluation;

/// <summary>
/// A linear probe (Alain and Bengio, arXiv 1610.01644): a fresh linear classifier of frozen features, trained by
/// cross-entropy. It draws every class equally often, as a long tail's classifier is re-trained on frozen features by
/// Kang et al., arXiv 1910.09217 (cRT). SGD with momentum 0.9, without weight decay, the rate falling along half a cosine.
/// The same features and seed give the same classifier, to the bit on one type of CPU.
/// </summary>
/// <param name="epochs">Times that as many features are drawn as there are.</param>
/// <param name="seed">Of the draws.</param>
public sealed class LinearProbe(int epochs, long seed)
{
    private const int BatchSize = 256;
    private const double LearningRate = 1, Momentum = 0.9;

    /// <param name="train">(N, D) features.</param>
    /// <param name="labels">(N) class numbers; every class has one.</param>
    /// <param name="classes">C.</param>
    /// <param name="test">(M, D) features.</param>
    /// <param name="betweenBatches">Called after each batch; what it throws ends it.</param>
    /// <returns>(M) the likeliest class.</returns>
    public long[] Predict(Tensor train, int[] labels, int classes, Tensor test, Action betweenBatches)
    {
        using var scope = NewDisposeScope();
        var (mean, scale) = Scale(train);
        var weight = new Parameter(zeros(classes, train.shape[1], device: train.device));         // (C, D)
        var bias = new Parameter(zeros(classes, device: train.device));                           // (C)
        Fit(
            (train - mean) / scale,
            tensor(labels, int64, train.device),
            new(labels, classes, seed, RandomPurpose.LinearProbe),
            weight,
            bias,
            betweenBatches);

        using var _ = no_grad();
        return F.linear((test - mean) / scale, weight, bias).argmax(1).cpu().data<long>().ToArray();
    }

    private void Fit(Tensor features, Tensor labels, ClassBalancedSampler sampler, Parameter weight, Parameter bias, Action betweenBatches)
    {
        using var optimiser = new SgdMomentum([("weight", weight), ("bias", bias)], Momentum, weightDecay: 0);
        var stepsPerEpoch = (int)((features.shape[0] + BatchSize - 1) / BatchSize);
        var drawn = new int[BatchSize];
        for (var epoch = 0; epoch < epochs; epoch++)
            for (var step = 0; step < stepsPerEpoch; step++)
            {
                using var scope = NewDisposeScope();
                sampler.Draw(epoch, step, drawn);
                var batch = tensor(drawn, int64).SentTo(features.device);
                F.cross_entropy(F.linear(features.index_select(0, batch), weight, bias), labels.index_select(0, batch)).backward();
                optimiser.Step(LearningRate * (1 + Math.Cos(Math.PI * (epoch + (double)step / stepsPerEpoch) / epochs)) / 2);
                betweenBatches();
            }
    }

    /// <summary>
    /// The shift and scale that bring each dimension to mean 0, and features to a mean square length of 1: then one learning rate
    /// is stable for features of any width and size. A dimension that is always the same stays out of the way.
    /// </summary>
    private static (Tensor Mean, Tensor Scale) Scale(Tensor train)
    {
        var (mean, deviation) = (train.mean([0], keepdim: true), train.std([0], unbiased: false, keepdim: true));    // (1, D)
        return (mean, where(deviation.IsAbove(1e-6), deviation, ones_like(deviation)).Times(Math.Sqrt(train.shape[1])));
    }
}
