using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Sweeps.Results;

/// <summary>
/// The published accuracies of the methods that a recipe can express, top-1 (%), from the tables of Wang et al.: "Contrastive
/// Learning based Hybrid Networks for Long-Tailed Image Classification", CVPR 2021 (arXiv 2103.14267).
/// </summary>
public static class PublishedMethods
{
    private const string Hybrid = "Wang et al., CVPR 2021 (arXiv 2103.14267)";
    private const string Baseline = "Cao et al., NeurIPS 2019 (arXiv 1906.07413), as quoted by Wang et al., CVPR 2021";
    private const string Rerun = "Ren et al., NeurIPS 2020 (arXiv 2007.10740), re-run by others";

    private static readonly Recipe HybridSc = new() { ContrastiveLoss = ContrastiveLossName.Sc, Temperature = 0.1 };

    private static readonly Recipe HybridPsc = new() { ContrastiveLoss = ContrastiveLossName.Psc, Temperature = 0.1 };

    /// <summary>
    /// The recipe of classifiers that were trained separately from the hybrid networks, with the optimiser settings of Cao et al.
    /// </summary>
    private static readonly Recipe Classifier = new()
    {
        ContrastiveLoss = ContrastiveLossName.None,
        ClassifierSampler = SamplerName.Instance,
        BatchSize = 128,
        LearningRate = 0.1,
        LrMilestones = [0.8, 0.9],
        LrDecay = 0.01,
        WarmupEpochs = 5,
        WeightDecay = 2e-4,
        GrayscaleProbability = 0,
        ColorJitterProbability = 0,
    };

    private static readonly Recipe Focal = Classifier with { ClassifierLoss = ClassifierLossName.Focal };
    private static readonly Recipe LdamDrw = Classifier with { ClassifierLoss = ClassifierLossName.Ldam, DrwFrom = 0.8 };
    private static readonly Recipe BalancedSoftmax = Classifier with { ClassifierLoss = ClassifierLossName.BalancedSoftmax };

    private static readonly Recipe INaturalist = HybridSc with
    {
        Dataset = DatasetName.Inaturalist2018,
        Backbone = Backbone.Resnet50,
        AlphaSchedule = AlphaSchedule.Linear,
        ContrastiveSampler = ContrastiveSamplerName.Positives,
        ImageSize = 224,
        BatchSize = 100,
        Epochs = 100,
        LearningRate = 0.05,
    };

    public static IReadOnlyList<PublishedMethod> All { get; } =
    [
        Cifar10("Cross-entropy", Baseline, Classifier, 70.36, 74.81, 86.39),
        Cifar10("Focal loss", Baseline, Focal, 70.38, 76.72, 86.66),
        Cifar10("LDAM-DRW", Baseline, LdamDrw, 77.03, 81.03, 88.16),
        Cifar10("Balanced softmax", Rerun, BalancedSoftmax, 77.54, 81.11, null),
        Cifar10("Hybrid-PSC", Hybrid, HybridPsc with { Temperature = 1 }, 78.82, 83.86, 90.06),
        Cifar10("Hybrid-SC", Hybrid, HybridSc, 81.40, 85.36, 91.12),

        Cifar100("Cross-entropy", Baseline, Classifier, 38.32, 43.85, 55.71),
        Cifar100("Focal loss", Baseline, Focal, 38.41, 44.32, 55.78),
        Cifar100("LDAM-DRW", Baseline, LdamDrw, 42.04, 46.62, 58.71),
        Cifar100("Balanced softmax", Rerun, BalancedSoftmax, 42.99, 46.55, null),
        Cifar100("Hybrid-PSC", Hybrid, HybridPsc, 44.97, 48.93, 62.37),
        Cifar100("Hybrid-SC", Hybrid, HybridSc, 46.72, 51.87, 63.05),

        new("Hybrid-SC", Hybrid, INaturalist, true, new Dictionary<double, double> { [1] = 66.74 }),
        new(
            "Hybrid-PSC",
            Hybrid,
            INaturalist with { ContrastiveLoss = ContrastiveLossName.Psc },
            true,
            new Dictionary<double, double> { [1] = 68.10 }),
    ];

    private static PublishedMethod Cifar10(string name, string source, Recipe recipe, double beta100, double beta50, double? beta10) =>
        Cifar(name, source, recipe with { Dataset = DatasetName.Cifar10 }, beta100, beta50, beta10);

    private static PublishedMethod Cifar100(string name, string source, Recipe recipe, double beta100, double beta50, double? beta10) =>
        Cifar(name, source, recipe with { Dataset = DatasetName.Cifar100 }, beta100, beta50, beta10);

    private static PublishedMethod Cifar(string name, string source, Recipe recipe, double beta100, double beta50, double? beta10)
    {
        var figures = new Dictionary<double, double> { [100] = beta100, [50] = beta50 };
        if (beta10 is { } figure) figures.Add(10, figure);
        return new(name, source, recipe, source != Rerun, figures);
    }
}
