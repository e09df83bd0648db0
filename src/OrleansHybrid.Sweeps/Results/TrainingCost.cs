using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Sweeps.Results;

/// <summary>What the time of a training follows from: trainings with equal ones take equally long on equal slots.</summary>
/// <param name="Images">Shown in an epoch, relative to the whole data set.</param>
/// <param name="ImagesPerStep">Of each branch: a step of few keeps a fast device waiting.</param>
/// <param name="Views">Of each image that a step computes: the contrastive branch has two, the classifier one.</param>
/// <param name="Evaluations">On the test set.</param>
/// <param name="Probes">Epochs of the linear probe, and one for the nearest neighbours.</param>
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
    private const int FileImageSize = 224, SmallImageSize = 32;

    /// <summary>
    /// Multiplications of the training, in a unit of no name: good for the ratio of two trainings where nothing was measured, and no
    /// better than that, since what moves memory and starts kernels is not in it.
    /// </summary>
    public double Units => Epochs * Images * Views * Multiplications(Backbone) * Math.Pow(SideOf(Dataset, ImageSize), 2);

    public static TrainingCost Of(Recipe recipe) => new(
        recipe.Dataset,
        // The exponential tail of imbalance β holds (1 - 1/β) / ln β of what a balanced set of its head's size would.
        (recipe.HeadImages == 0 ? 1_000 : recipe.HeadImages) * (recipe.Imbalance > 1 ? (1 - 1 / recipe.Imbalance) / Math.Log(recipe.Imbalance) : 1),
        recipe.Backbone,
        recipe.Precision,
        recipe.ImageSize,
        recipe.ImagesPerStep(),
        ViewsOf(recipe),
        recipe.Epochs,
        recipe.Epochs / recipe.EvaluateEveryEpochs,
        (recipe.LinearProbe ? recipe.LinearProbeEpochs : 0) + (recipe.KnnProbe ? 1 : 0));

    // A branch whose weight is zero is not computed; schedules that move leave both on for all but single epochs.
    private static double ViewsOf(Recipe recipe) => recipe switch
    {
        { ContrastiveLoss: ContrastiveLoss.None } => 1,
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
