using OrleansHybrid.Learning.Arithmetic;
using OrleansHybrid.Learning.Augmentation;
using OrleansHybrid.Learning.Checkpoints;
using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Failures;
using OrleansHybrid.Learning.Losses;
using OrleansHybrid.Learning.Models;
using OrleansHybrid.Learning.Optimisation;
using OrleansHybrid.Learning.Schedules;
using OrleansHybrid.Sweeps.Settings;
using TorchSharp;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Training;

/// <summary>
/// The network and its optimiser, and what one step does to them: L = α · L_contrastive + (1 - α) · L_classifier
/// (arXiv 2103.14267, eq. 1). Use it from one thread.
/// </summary>
public sealed class HybridLearner : IDisposable
{
    private readonly Recipe _recipe;
    private readonly Device _device;
    private readonly ResidentImages? _resident;
    private readonly HybridBatch _batch;
    private readonly ClassifierLoss _classifierLoss;
    private readonly DeferredReweighting _reweighting;
    private readonly List<Tensor> _unread = [];

    /// <param name="recipe">The settings.</param>
    /// <param name="train">The training images.</param>
    /// <param name="device">Where to compute.</param>
    /// <exception cref="TrainingException">The recipe's settings do not fit together.</exception>
    public HybridLearner(Recipe recipe, LabelledImages train, Device device) : this(recipe, train, device, float32)
    {
    }

    /// <param name="recipe">The settings.</param>
    /// <param name="train">The training images.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="type">In what: float32, or float64 for a comparison without rounding.</param>
    internal HybridLearner(Recipe recipe, LabelledImages train, Device device, ScalarType type)
    {
        (_recipe, _device) = (recipe, device);
        _resident = train is ImageSet set && device.type is not DeviceType.CPU ? new(set.Pixels, set.Labels, device) : null;
        _batch = new(recipe, train, _resident);
        var trainImages = train.CountByClass();
        Network = new HybridNetwork(recipe, trainImages);
        Network.to(device, type);
        Statistics = [.. Network.Statistics];
        Optimiser = new SgdMomentum(
            Network.named_parameters().Select(entry => (entry.name, entry.parameter)), recipe.Momentum, recipe.WeightDecay);

        _classifierLoss = LossFunctions.Classifier(recipe, trainImages);
        _reweighting = new(recipe, trainImages);
    }

    public HybridNetwork Network { get; }

    public SgdMomentum Optimiser { get; }

    /// <summary>The network's tensors that a step changes without the optimiser. Looked up once, so that snapshots are
    /// quick.</summary>
    internal IReadOnlyList<KeyValuePair<string, Tensor>> Statistics { get; }

    /// <summary>Steps that show as many images as the training set holds; the last batch is full as well.</summary>
    public int StepsPerEpoch => _batch.StepsPerEpoch;

    /// <summary>
    /// One optimiser step. Both branches go through the backbone together, so batch normalisation sees the statistics of
    /// all their images; a branch whose weight is zero is left out altogether. Does not wait for the device, but to
    /// bring it images that it does not hold.
    /// </summary>
    /// <param name="epoch">Whole epochs completed.</param>
    /// <param name="step">The step within the epoch, from 0.</param>
    public void Step(int epoch, int step)
    {
        using var scope = NewDisposeScope();
        var alpha = AlphaCurve.At(_recipe, epoch);
        var (images, contrastiveLabels, classifierLabels) = _batch.Draw(epoch, step, contrastive: alpha > 0, classifier: alpha < 1);
        Learn(images, contrastiveLabels, classifierLabels, epoch, step);
    }

    /// <summary>The step on a given batch.</summary>
    /// <param name="images">(M, 3, S, S), normalised: the contrastive branch's first views, its second views, the classifier's
    /// images.</param>
    /// <param name="contrastiveLabels">(2B) classes of the views; null where α is zero.</param>
    /// <param name="classifierLabels">(B) classes of the classifier's images; null where α is one.</param>
    /// <param name="epoch">Whole epochs completed.</param>
    /// <param name="step">The step within the epoch, from 0.</param>
    internal void Learn(Tensor images, Tensor? contrastiveLabels, Tensor? classifierLabels, int epoch, int step)
    {
        using var scope = NewDisposeScope();
        var learningRate = LearningRateCurve.At(_recipe, epoch, step, StepsPerEpoch);
        if (contrastiveLabels is not null) contrastiveLabels = OnDevice(contrastiveLabels);
        if (step == 0 && contrastiveLabels is not null) Network.ContrastiveLoss!.BeginEpoch();
        var objective = Objective(images, contrastiveLabels, classifierLabels, epoch);
        objective.Loss.backward();
        Optimiser.Step(learningRate);
        if (objective.Z is { } z) Network.MovePrototypes(z, contrastiveLabels!);
        Tensor[] losses =
        [
            .. new[] { objective.Loss, objective.Contrastive, objective.Classifier }.Select(loss => loss.detach().reshape(1)),
        ];
        _unread.Add(cat(losses).to(float64).DetachFromDisposeScope());             // (3)
    }

    /// <summary>The losses of the steps since the last call, in their order; waits until the device has them.</summary>
    public StepLosses[] ReadLosses()
    {
        if (_unread.Count == 0) return [];
        using var scope = NewDisposeScope();
        var values = stack(_unread).cpu().data<double>().ToArray();                // (S, 3)
        foreach (var losses in _unread) losses.Dispose();
        _unread.Clear();
        return [.. values.Chunk(3).Select(losses => new StepLosses(losses[0], losses[1], losses[2]))];
    }

    /// <inheritdoc cref="Learn"/>
    /// <returns>What the step is to lower, its two parts, and the contrastive branch's unit vectors (2B, D), if it is on.</returns>
    internal (Tensor Loss, Tensor Contrastive, Tensor Classifier, Tensor? Z) Objective(
        Tensor images, Tensor? contrastiveLabels, Tensor? classifierLabels, int epoch)
    {
        var alpha = AlphaCurve.At(_recipe, epoch);
        var features = Network.Features(images.to(_device));                       // (M, D_E)
        Tensor? z = null;
        var (contrastive, classifier) = (zeros(1, device: _device), zeros(1, device: _device));
        if (contrastiveLabels is not null)
        {
            var views = features.narrow(0, 0, contrastiveLabels.shape[0]);          // (2B, D_E)
            z = Network.Project(views);                                             // (2B, D)
            Network.ContrastiveLoss!.Observe(z, contrastiveLabels);
            contrastive = Network.ContrastiveLoss.Forward(z, contrastiveLabels, Network.Prototypes());
        }

        if (classifierLabels is not null)
        {
            var count = classifierLabels.shape[0];
            var own = features.narrow(0, features.shape[0] - count, count);         // (B, D_E)
            classifier = _classifierLoss.Forward(
                Network.Classify(own), OnDevice(classifierLabels), _reweighting.At(epoch, features.dtype, _device));
        }

        return (contrastive.Times(alpha).Plus(classifier.Times(1 - alpha)), contrastive, classifier, z);
    }

    private Tensor OnDevice(Tensor labels) => labels.device_type is DeviceType.CPU ? labels.SentTo(_device) : labels;

    public void Dispose()
    {
        foreach (var losses in _unread) losses.Dispose();
        _batch.Dispose();
        _resident?.Dispose();
        Optimiser.Dispose();
        Network.Dispose();
    }
}
