using System.Runtime.InteropServices;
using OrleansHybrid.Learning.Augmentation;
using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Failures;
using OrleansHybrid.Learning.Randomness;
using OrleansHybrid.Learning.Samplers;
using OrleansHybrid.Learning.Schedules;
using OrleansHybrid.Sweeps.Settings;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Training;

/// <summary>
/// The images of one step: two views of each image of the contrastive batch, then one of each of the classifier's. Where
/// preparing them is long work, the next step's are prepared while this one is computed. The memory is reused, so only the
/// latest step's batch is valid.
/// </summary>
internal sealed class HybridBatch : IDisposable
{
    private static readonly ViewRequest[]
        ContrastiveViews =
        [
            new(ViewKind.Weak, RandomPurpose.ContrastiveFirstView),
            new(ViewKind.Strong, RandomPurpose.ContrastiveSecondView),
        ],
        ClassifierViews = [new(ViewKind.Weak, RandomPurpose.ClassifierView)];

    private readonly Recipe _recipe;
    private readonly LabelledImages _train;
    private readonly Sampler _contrastive, _classifier;
    private readonly ResidentImages? _resident;
    private readonly int[] _indices;
    private Tensor _images;
    private Tensor? _nextImages;
    private (Wanted Wanted, Task<Labels> Labels)? _next;

    /// <param name="recipe">The settings.</param>
    /// <param name="train">The training images.</param>
    /// <param name="resident">The same images where the network is, to make the views there; null to make them here. Not disposed
    /// of.</param>
    /// <exception cref="TrainingException">The recipe's batch has no room for its positives.</exception>
    public HybridBatch(Recipe recipe, LabelledImages train, ResidentImages? resident = null)
    {
        (_recipe, _train, _resident, _indices) = (recipe, train, resident, new int[recipe.ImagesPerStep()]);
        _contrastive = Sampler.ForContrastive(recipe, train);
        _classifier = Sampler.ForClassifier(recipe, train);
        _images = Room(resident is null ? 3 * _indices.Length : 0);
        _nextImages = train.PreparesAhead ? Room(3 * _indices.Length) : null;

        Tensor Room(int images) => empty(images, LabelledImages.Channels, train.ViewSide, train.ViewSide).DetachFromDisposeScope();
    }

    /// <summary>Steps that show as many images as the training set holds; the last batch is full as well.</summary>
    public int StepsPerEpoch => (_train.Count + _indices.Length - 1) / _indices.Length;

    /// <summary>Draws the batch of a step; a branch that is off gets no images.</summary>
    /// <returns>
    /// (M, 3, S, S) images, with M = 2B + B or the part of it that is on, and the labels of the contrastive views (2B)
    /// and of the classifier's images (B); all where the views were made.
    /// </returns>
    /// <exception cref="DataException">The images cannot be read.</exception>
    public (Tensor Images, Tensor? ContrastiveLabels, Tensor? ClassifierLabels) Draw(int epoch, int step, bool contrastive, bool classifier)
    {
        var wanted = new Wanted(epoch, step, contrastive, classifier);
        if (_resident is not null) return DrawThere(_resident, wanted);
        var labels = TakeNext(wanted) ?? Fill(_images, wanted);
        if (_nextImages is { } images && After(wanted) is { } next) _next = (next, Task.Run(() => Fill(images, next)));
        var used = (labels.Contrastive?.Length ?? 0) + (labels.Classifier?.Length ?? 0);
        return (_images.narrow(0, 0, used), OrNull(labels.Contrastive), OrNull(labels.Classifier));
    }

    public void Dispose()
    {
        // It writes into the memory that is about to go.
        if (_next is { } next) Task.WaitAny(next.Labels);
        _images.Dispose();
        _nextImages?.Dispose();
    }

    private static Tensor? OrNull(long[]? classes) => classes is null ? null : tensor(classes);

    private (Tensor Images, Tensor? ContrastiveLabels, Tensor? ClassifierLabels) DrawThere(ResidentImages resident, Wanted wanted)
    {
        var views = new List<Tensor>();
        var contrastive = wanted.Contrastive ? Append(_contrastive, ContrastiveViews) : null;
        var classifier = wanted.Classifier ? Append(_classifier, ClassifierViews) : null;
        return (cat(views), contrastive, classifier);

        Tensor Append(Sampler sampler, ViewRequest[] requests)
        {
            sampler.Draw(wanted.Epoch, wanted.Step, _indices);
            var (images, labels) = resident.Views(_recipe, _indices, requests, wanted.Epoch, wanted.Step);
            views.Add(images);
            return labels;
        }
    }

    /// <returns>The classes of the drawn images, once for each of their views.</returns>
    private long[] LabelsOf(ViewRequest[] views) => [.. views.SelectMany(_ => _indices, (_, index) => (long)_train.Labels[index])];

    /// <returns>The labels of the batch that was prepared ahead; null where none was, or another.</returns>
    private Labels? TakeNext(Wanted wanted)
    {
        if (_next is not { } next) return null;
        _next = null;
        Task.WaitAny(next.Labels);
        if (next.Wanted != wanted) return null;
        var labels = next.Labels.GetAwaiter().GetResult();
        (_images, _nextImages) = (_nextImages!, _images);
        return labels;
    }

    private Wanted? After(Wanted wanted)
    {
        var (epoch, step) = wanted.Step + 1 < StepsPerEpoch ? (wanted.Epoch, wanted.Step + 1) : (wanted.Epoch + 1, 0);
        if (epoch == _recipe.Epochs) return null;
        var alpha = AlphaCurve.At(_recipe, epoch);
        return new(epoch, step, Contrastive: alpha > 0, Classifier: alpha < 1);
    }

    private Labels Fill(Tensor images, Wanted wanted)
    {
        var room = MemoryMarshal.Cast<byte, float>(images.bytes);
        var contrastive = wanted.Contrastive ? Append(_contrastive, ContrastiveViews, ref room) : null;
        return new(contrastive, wanted.Classifier ? Append(_classifier, ClassifierViews, ref room) : null);

        long[] Append(Sampler sampler, ViewRequest[] views, ref Span<float> room)
        {
            sampler.Draw(wanted.Epoch, wanted.Step, _indices);
            var length = views.Length * _indices.Length * _train.ViewLength;
            _train.Views(_recipe, _indices, views, wanted.Epoch, wanted.Step, room[..length]);
            room = room[length..];
            return LabelsOf(views);
        }
    }

    private readonly record struct Wanted(int Epoch, int Step, bool Contrastive, bool Classifier);

    /// <summary>The classes of the views of each branch; null for one that is off.</summary>
    private sealed record Labels(long[]? Contrastive, long[]? Classifier);
}
