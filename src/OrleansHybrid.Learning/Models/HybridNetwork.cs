using OrleansHybrid.Learning.Arithmetic;
using OrleansHybrid.Learning.Failures;
using OrleansHybrid.Learning.Losses;
using OrleansHybrid.Learning.Randomness;
using OrleansHybrid.Sweeps.Settings;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace OrleansHybrid.Learning.Models;

/// <summary>
/// The hybrid network (arXiv 2103.14267, figure 2): a backbone shared by a classifier branch (one linear layer) and a
/// contrastive branch (an MLP onto the unit sphere), and for the prototypical losses the prototypes of each class there.
/// Parts that the recipe's contrastive loss does not need are absent; the loss's own state is part of the network.
/// </summary>
public sealed class HybridNetwork : nn.Module
{
    private readonly ResNet _backbone;
    private readonly TrainingPrecision _precision;
    private readonly Linear _classifier;
    private readonly bool _classifiesByCosine;
    private readonly double _cosineScale;
    private readonly ContrastiveLoss? _contrastiveLoss;
    private readonly Sequential? _projection;
    private readonly bool _prototypesAreAverages;
    private readonly double _prototypeMomentum;

    /// <summary>A fresh network for a set of equally large classes.</summary>
    /// <inheritdoc cref="HybridNetwork(Recipe, IReadOnlyList{int})"/>
    public HybridNetwork(Recipe recipe, int classes) : this(recipe, [.. Enumerable.Repeat(1, classes)])
    {
    }

    /// <summary>A fresh network; its weights follow from the recipe's seed alone, the backbone's and the classifier's whatever the
    /// contrastive loss.</summary>
    /// <param name="recipe">The settings.</param>
    /// <param name="trainImages">(C) training images of each class.</param>
    /// <exception cref="TrainingException">The prototypes cannot start as the recipe says.</exception>
    public HybridNetwork(Recipe recipe, IReadOnlyList<int> trainImages) : base(nameof(HybridNetwork))
    {
        var classes = trainImages.Count;
        (_backbone, _precision) = (ResNet.Of(recipe.Backbone), recipe.Precision);
        // A margin means something between cosines only.
        (_classifiesByCosine, _cosineScale) = (recipe.ClassifierLoss is ClassifierLossName.Ldam, recipe.LdamScale);
        _classifier = nn.Linear(_backbone.FeatureWidth, classes, hasBias: !_classifiesByCosine);
        register_module("backbone", _backbone);
        register_module("classifier", _classifier);

        _contrastiveLoss = LossFunctions.Contrastive(recipe, trainImages);
        if (_contrastiveLoss is not null)
        {
            register_module("contrastive_loss", _contrastiveLoss);
            _projection = nn.Sequential(
                ("0", nn.Linear(_backbone.FeatureWidth, recipe.ProjectionHidden)),
                ("1", nn.ReLU()),
                ("2", nn.Linear(recipe.ProjectionHidden, recipe.ProjectionDim)));
            register_module("projection", _projection);
        }

        (_prototypesAreAverages, _prototypeMomentum) = (recipe.PrototypeUpdate is PrototypeUpdate.Ema, recipe.PrototypeMomentum);
        if (_contrastiveLoss?.PrototypeShape(classes, recipe.ProjectionDim) is { } shape)
        {
            // Either way part of the state dictionary, and so of a checkpoint; but a buffer is none of the optimiser's.
            if (_prototypesAreAverages) register_buffer("prototypes", zeros(shape));
            else register_parameter("prototypes", new Parameter(zeros(shape)));
        }

        var random = new CounterRandom(recipe.Seed, RandomPurpose.Initialisation);
        Initialisation.Kaiming(_backbone, ref random);
        Initialisation.Kaiming(_classifier, ref random);
        if (_projection is not null) Initialisation.Kaiming(_projection, ref random);
        if (PrototypeTable is not null) PrototypeInitialisation.Fill(PrototypeTable, recipe.PrototypeInit, ref random);
    }

    internal ResNet Backbone => _backbone;

    /// <summary>The loss of the contrastive branch; null for a recipe without one.</summary>
    public ContrastiveLoss? ContrastiveLoss => _contrastiveLoss;

    /// <summary>Every parameter and batch-normalisation statistic once, under the name that PyTorch would give it.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> Tensors => state_dict().Where(entry => !IsAlias(entry.Key));

    /// <summary>Those of them that a step changes by itself, without the optimiser.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> Statistics =>
        named_buffers().Where(entry => !IsAlias(entry.name)).Select(entry => KeyValuePair.Create(entry.name, entry.buffer));

    /// <summary>
    /// True for a second name of a tensor: the library lists a module that is held in a private field under the field's
    /// name as well, and so do older checkpoints.
    /// </summary>
    internal static bool IsAlias(string name) => name.Split('.').Any(part => part.StartsWith('_'));

    /// <summary>(C, D) or (C, M, D), as learned. Looked up each time: moving the module to another device replaces its own
    /// parameters.</summary>
    private Tensor? PrototypeTable => _prototypesAreAverages ? get_buffer("prototypes") : get_parameter("prototypes");

    /// <param name="images">(N, 3, H, W), normalised.</param>
    /// <returns>(N, D_E) features r, in float32 or, of a network in it, in float64.</returns>
    public Tensor Features(Tensor images) =>
        _backbone.forward(_precision is TrainingPrecision.Bfloat16 ? images.to(bfloat16) : images);

    /// <param name="features">(N, D_E).</param>
    /// <returns>(N, C) logits s; cosines for a loss with margins.</returns>
    public Tensor Classify(Tensor features) => _classifiesByCosine
        ? F.linear(F.normalize(features), F.normalize(_classifier.weight!))
        : _classifier.forward(features);

    /// <param name="logits">(N, C), as <see cref="Classify"/> gives them.</param>
    /// <returns>(N, C) probabilities of the classes; of cosines, with the scale that the loss gives them.</returns>
    public Tensor Probabilities(Tensor logits) => F.softmax(_classifiesByCosine ? logits.Times(_cosineScale) : logits, dim: 1);

    /// <param name="features">(N, D_E).</param>
    /// <returns>(N, D) unit vectors z.</returns>
    /// <exception cref="InvalidOperationException">The recipe has no contrastive loss.</exception>
    public Tensor Project(Tensor features) =>
        F.normalize(
            (
                _projection
                    ?? throw new InvalidOperationException("a network without a contrastive loss has no projection")).forward(features));

    /// <summary>(C, D) unit vectors, or (C, M, D) for a loss with M of each class; null for a loss without prototypes.</summary>
    public Tensor? Prototypes() => PrototypeTable is null ? null : F.normalize(PrototypeTable, dim: -1);

    /// <summary>Moves prototypes that are moving averages towards the features of a step; leaves learned ones to the optimiser.</summary>
    /// <param name="z">(N, D) unit vectors.</param>
    /// <param name="labels">(N) class numbers, int64.</param>
    public void MovePrototypes(Tensor z, Tensor labels)
    {
        if (!_prototypesAreAverages || PrototypeTable is not { } table) return;
        PrototypeAverage.Move(table.dim() == 3 ? table : table.unsqueeze(1), z, labels, _prototypeMomentum);
    }
}
