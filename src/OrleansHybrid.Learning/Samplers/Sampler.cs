using System.Diagnostics.CodeAnalysis;
using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Failures;
using OrleansHybrid.Learning.Randomness;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Learning.Samplers;

/// <summary>
/// Chooses the images of each batch. A batch is a pure function of (seed, purpose, epoch, step), so a resumed run needs
/// no cursor: it asks for the step that it is at. One thread at a time.
/// </summary>
public abstract class Sampler
{
    /// <summary>The sampler of the contrastive branch.</summary>
    /// <param name="recipe">How to draw, and the trial's seed.</param>
    /// <param name="set">The training images; the sampler keeps their labels only.</param>
    /// <exception cref="TrainingException">The recipe's batch has no room for its positives.</exception>
    public static Sampler ForContrastive(Recipe recipe, LabelledImages set)
    {
        const RandomPurpose Purpose = RandomPurpose.ContrastiveSampler;
        switch (recipe.ContrastiveSampler)
        {
            case ContrastiveSamplerName.Instance:
                return Create(SamplerName.Instance, set, recipe.Seed, Purpose);
            case ContrastiveSamplerName.ClassBalanced:
                return Create(SamplerName.ClassBalanced, set, recipe.Seed, Purpose);
            case ContrastiveSamplerName.Positives when recipe.ImagesPerStep() > recipe.PositivesPerAnchor:
                return new PositivesSampler(set.Labels, set.Classes, recipe.PositivesPerAnchor, recipe.Seed, Purpose);
            case ContrastiveSamplerName.Positives:
                throw new TrainingException(
                    FailureKind.BadRecipe,
                    $"A contrastive batch of {recipe.ImagesPerStep()} images has no room for an image and "
                        + $"{recipe.PositivesPerAnchor} positives: "
                    + "raise batch_size or lower positives_per_anchor.");
            default:
                throw new ArgumentOutOfRangeException(nameof(recipe), recipe.ContrastiveSampler, "no such sampler");
        }
    }

    /// <summary>The sampler of the classifier branch.</summary>
    /// <param name="recipe">How to draw, and the trial's seed.</param>
    /// <param name="set">The training images; the sampler keeps their labels only.</param>
    public static Sampler ForClassifier(Recipe recipe, LabelledImages set) =>
        Create(recipe.ClassifierSampler, set, recipe.Seed, RandomPurpose.ClassifierSampler);

    /// <param name="name">How to draw.</param>
    /// <param name="set">The training images; the sampler keeps their labels only.</param>
    /// <param name="seed">The trial's seed.</param>
    /// <param name="purpose">The branch that the batches are for.</param>
    public static Sampler Create(SamplerName name, LabelledImages set, long seed, RandomPurpose purpose) => name switch
    {
        SamplerName.Instance => new InstanceUniformSampler(set.Count, seed, purpose),
        SamplerName.ClassBalanced => new ClassBalancedSampler(set.Labels, set.Classes, seed, purpose),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such sampler"),
    };

    /// <summary>Fills the batch with indices into the image set.</summary>
    /// <param name="epoch">From 0.</param>
    /// <param name="step">From 0 within the epoch.</param>
    /// <param name="indices">(B) the batch; B is the same at every step of an epoch.</param>
    [SuppressMessage("Naming", "CA1716", Justification = "Step is a keyword of Visual Basic, but it is the domain's word.")]
    public abstract void Draw(int epoch, int step, Span<int> indices);
}
