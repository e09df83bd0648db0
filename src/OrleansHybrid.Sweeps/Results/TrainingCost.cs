using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Sweeps.Results;

/// <summary>The quantities that determine the time of a training: trainings with equal costs take equally long on equal slots.</summary>
/// <param name="Images">Number of images in an epoch, relative to the whole data set.</param>
/// <param name="ImagesPerStep">Number of images of each branch in a step: a small step leaves a fast device idle.</param>
/// <param name="Views">Number of views of each image in a step: two for the contrastive branch, one for the classifier.</param>
/// <param name="Evaluations">Number of evaluations on the test set.</param>
/// <param name="Probes">Number of epochs of the linear probe, plus one for the nearest neighbours.</param>
public readonly record struct TrainingCost(
    DatasetName Dataset,
    double Images,
    Backbone Backbone,
    TrainingPrecision Precision,
    int ImageSize,
    int ImagesPerStep,
    double Views,
    int Epochs,
    int Evaluations,
    int Probes)
{
    /// <summary>Validation images of each class, on which every evaluation is done as well.</summary>
    public int Validation { get; init; }

    private const int FileImageSize = 224, SmallImageSize = 32;

    /// <summary>
    /// Multiplications of the training in an arbitrary unit. It gives the ratio of two trainings if nothing was measured, but
    /// only roughly: it does not include the time for memory traffic and kernel launches.
    /// </summary>
    public double Units => Epochs * Images * Views * Multiplications(Backbone) * Math.Pow(SideOf(Dataset, ImageSize), 2);

    public static TrainingCost Of(Recipe recipe) => new(
        recipe.Dataset,
        // The exponential tail of imbalance β holds (1 - 1/β) / ln β of what a balanced set of its head's size would.
        (recipe.HeadImages == 0 ? 1_000 : recipe.HeadImages) * (
            recipe.Imbalance > 1 ? (1 - 1 / recipe.Imbalance) / Math.Log(recipe.Imbalance) : 1),
        recipe.Backbone,
        recipe.Precision,
        recipe.ImageSize,
        recipe.ImagesPerStep(),
        ViewsOf(recipe),
        recipe.Epochs,
        recipe.Epochs / recipe.EvaluateEveryEpochs,
        (recipe.LinearProbe ? recipe.LinearProbeEpochs : 0) + (recipe.KnnProbe ? 1 : 0)) { Validation = recipe.Validation };

    // A branch whose weight is zero is not computed; schedules that move leave both on for all but single epochs.
    private static double ViewsOf(Recipe recipe) => recipe switch
    {
        { ContrastiveLoss: ContrastiveLossName.None } => 1,
        { AlphaSchedule: AlphaSchedule.Constant, Alpha: 0 } => 1,
        { AlphaSchedule: AlphaSchedule.Constant, Alpha: 1 } => 2,
        { AlphaSchedule: AlphaSchedule.TwoStage } => 1 + recipe.AlphaSwitch,
        _ => 3,
    };

    private static int SideOf(DatasetName dataset, int imageSize) => dataset switch
    {
        DatasetName.ImageFolder or DatasetName.Inaturalist2018 => imageSize == 0 ? FileImageSize : imageSize,
        _ => SmallImageSize,
    };

    // Millions of multiplications for an image, a pixel of its side squared.
    private static double Multiplications(Backbone backbone) => backbone switch
    {
        Backbone.Resnet8 => 12.5 / (32 * 32),
        Backbone.Resnet20 => 41.0 / (32 * 32),
        Backbone.Resnet32 => 69.0 / (32 * 32),
        Backbone.Resnet56 => 126.0 / (32 * 32),
        Backbone.Resnet18 => 1_814.0 / (224 * 224),
        _ => 4_089.0 / (224 * 224),
    };
}
