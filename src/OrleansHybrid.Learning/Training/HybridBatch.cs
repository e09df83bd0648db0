using System.Runtime.InteropServices;
using OrleansHybrid.Learning.Augmentation;
using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Randomness;
using OrleansHybrid.Learning.Samplers;
using OrleansHybrid.Sweeps.Definition;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Training;

/// <summary>
/// The images of one step: two views of each image of the contrastive batch, then one of each of the classifier's.
/// The memory is reused, so only the latest step's batch is valid.
/// </summary>
internal sealed class HybridBatch : IDisposable
{
    private readonly ImageSet _train;
    private readonly Sampler _contrastive, _classifier;
    private readonly Augmenter _augmenter;
    private readonly Tensor _images;
    private readonly int[] _indices;

    /// <exception cref="TrainingException">The recipe's batch has no room for its positives.</exception>
    public HybridBatch(Recipe recipe, ImageSet train)
    {
        _train = train;
        _contrastive = Sampler.ForContrastive(recipe, train);
        _classifier = Sampler.ForClassifier(recipe, train);
        _augmenter = new Augmenter(recipe);
        _images = empty(3 * recipe.ImagesPerStep(), ImageSet.Channels, ImageSet.Side, ImageSet.Side).DetachFromDisposeScope();
        _indices = new int[recipe.ImagesPerStep()];
    }

    /// <summary>Draws the batch of a step; a branch that is off gets no images.</summary>
    /// <returns>
    /// (M, 3, 32, 32) images, with M = 2B + B or the part of it that is on, and the labels of the contrastive views (2B)
    /// and of the classifier's images (B).
    /// </returns>
    public (Tensor Images, Tensor? ContrastiveLabels, Tensor? ClassifierLabels) Draw(int epoch, int step, bool contrastive, bool classifier)
    {
        var used = 0;
        Tensor? contrastiveLabels = null, classifierLabels = null;
        if (contrastive)
        {
            _contrastive.Draw(epoch, step, _indices);
            Append(ViewKind.Weak, RandomPurpose.ContrastiveFirstView);
            Append(ViewKind.Strong, RandomPurpose.ContrastiveSecondView);
            contrastiveLabels = Labels().repeat(2);
        }

        if (classifier)
        {
            _classifier.Draw(epoch, step, _indices);
            Append(ViewKind.Weak, RandomPurpose.ClassifierView);
            classifierLabels = Labels();
        }

        return (_images.narrow(0, 0, used), contrastiveLabels, classifierLabels);

        void Append(ViewKind kind, RandomPurpose purpose)
        {
            var destination = MemoryMarshal.Cast<byte, float>(_images.bytes).Slice(used * ImageSet.ImageBytes, _indices.Length * ImageSet.ImageBytes);
            _augmenter.Views(_train, _indices, kind, purpose, epoch, step, destination);
            used += _indices.Length;
        }
    }

    public void Dispose() => _images.Dispose();

    private Tensor Labels() => tensor([.. _indices.Select(index => (long)_train.Labels[index])]);
}
