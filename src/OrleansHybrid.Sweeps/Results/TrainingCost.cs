using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Sweeps.Results;

/// <summary>The quantities that determine the time of a training: trainings with equal costs take equally long on equal slots.</summary>
public readonly record struct TrainingCost
{
    public required DatasetName Dataset { get; init; }

    /// <summary>Number of images in an epoch, relative to the whole data set.</summary>
    public required double Images { get; init; }

    public required Backbone Backbone { get; init; }

    public required TrainingPrecision Precision { get; init; }

    public required int ImageSize { get; init; }

    /// <summary>Number of images of each branch in a step: a small step leaves a fast device idle.</summary>
    public required int ImagesPerStep { get; init; }

    /// <summary>Number of views of each image in a step: two for the contrastive branch, one for the classifier.</summary>
    public required double Views { get; init; }

    public required int Epochs { get; init; }

    /// <summary>Number of evaluations on the test set.</summary>
    public required int Evaluations { get; init; }

    /// <summary>Number of epochs of the linear probe, plus one for the nearest neighbours.</summary>
    public required int Probes { get; init; }

    /// <summary>Validation images of each class, on which every evaluation is done as well.</summary>
    public int Validation { get; init; }

    private const int FileImageSize = 224, SmallImageSize = 32;

    /// <summary>
    /// Multiplications of the training in an arbitrary unit. It gives the ratio of two trainings if nothing was measured, but
    /// only roughly: it does not include the time for memory traffic and kernel launches.
    /// </summary>
    public double Units => Epochs * Images * Views * Multiplications(Backbone) * Math.Pow(SideOf(Dataset, ImageSize), 2);

    public static TrainingCost Of(Recipe recipe) => new()
    {
        Dataset = recipe.Dataset,
        // The exponential tail of imbalance β holds (1 - 1/β) / ln β of what a balanced set of its head's size would.
        Images = (recipe.HeadImages == 0 ? 1_000 : recipe.HeadImages) * (
            recipe.Imbalance > 1 ? (1 - 1 / recipe.Imbalance) / Math.Log(recipe.Imbalance) : 1),
        Backbone = recipe.Backbone,
        Precision = recipe.Precision,
        ImageSize = recipe.ImageSize,
        ImagesPerStep = recipe.ImagesPerStep(),
        Views = ViewsOf(recipe),
        Epochs = recipe.Epochs,
        Evaluations = recipe.Epochs / recipe.EvaluateEveryEpochs,
        Probes = (recipe.LinearProbe ? recipe.LinearProbeEpochs : 0) + (recipe.KnnProbe ? 1 : 0),
        Validation = recipe.Validation,
    };

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
