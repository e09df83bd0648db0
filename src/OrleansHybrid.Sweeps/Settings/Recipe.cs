using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using OrleansHybrid.Sweeps.Text;

namespace OrleansHybrid.Sweeps.Settings;

/// <summary>
/// Every setting that one trial's training depends on. The single source of the sweep file's recipe keys: a new setting
/// is a new property here. A trial's content hash covers the settings that differ from their defaults, so a new
/// property keeps old hashes as long as its default means the old behaviour.
/// </summary>
public sealed record Recipe
{
    [Setting("Images to learn from: 'synthetic' is built in, the others are read from the data directory. "
        + "'image-folder' has JPEG or PNG files "
        + "in train/<class>/ and val/<class>/ (or test/<class>/), 'inaturalist2018' the official JSON files and JPEGs.",
        Role = SettingRole.Task, Figure = FigureRole.Essential)]
    public DatasetName Dataset { get; init; } = DatasetName.Synthetic;

    [Setting("Imbalance ratio β = n_max / n_min of the exponential long tail that is drawn from a balanced data "
        + "set; 1 draws none and takes "
        + "every class as it is, also the long tail that an image folder may have by itself. inaturalist2018 is always taken as it is.",
        Min = 1, Role = SettingRole.Task, Figure = FigureRole.Free,
        AlsoCalled = ["β", "beta", "imb_factor", "imbalance_factor", "imbalance_ratio"])]
    [CountsUnless(nameof(Dataset), DatasetName.Inaturalist2018)]
    public double Imbalance { get; init; } = 100;

    [Setting("Training images of the head class, n_max, and so the most of any class; 0 takes all there are.",
        Min = 0, Role = SettingRole.Task, Figure = FigureRole.Essential)]
    public int HeadImages { get; init; }

    [Setting("Test images of each class; 0 takes all there are.", Min = 0, Role = SettingRole.Task, Figure = FigureRole.Essential)]
    public int TestImages { get; init; }

    [Setting("Images of each class that are held out to choose by, with the metrics val_top1, val_many and so on; 0 holds none out. "
        + "The test images and the long-tailed draw stay as they are: a class gives those of its training images first that the draw "
        + "leaves out, from the one that follows the draw on. Only where too few are left over (in the head class, or where the draw takes "
        + "all) "
        + "the last ones of the class's draw are held out, and that many fewer are trained on.",
        Min = 0, Role = SettingRole.Task, AlsoCalled = ["val_images", "validation_images", "val_size", "n_val"])]
    // Left out where there are none, so that orders and manifests stay what they were.
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Validation { get; init; }

    [Setting("Seed of the long-tailed draw; the published benchmark draws with 0.",
        Min = 0, Max = uint.MaxValue, Role = SettingRole.Task, Figure = FigureRole.Essential)]
    public long DataSeed { get; init; }

    [Setting("Network that both branches share: 'resnet8', 'resnet20', 'resnet32' and 'resnet56' are made for 32x32 images, "
        + "'resnet18' and 'resnet50' have ImageNet's layout, for larger ones.",
        Figure = FigureRole.Essential, Aliases = ["model", "model_name", "network", "architecture", "arch"])]
    public Backbone Backbone { get; init; } = Backbone.Resnet32;

    [Setting("Number type that the backbone computes in: 'float32', or 'bfloat16', which is faster on GPUs and on processors that are "
        + "quick at it (not all that have instructions for it are); weights, heads, losses and the optimiser are float32 in either case. "
            + "'tf32' is float32 whose products the tensor "
        + "cores of a GPU may round to ten bits; on a CPU it is float32.")]
    public TrainingPrecision Precision { get; init; } = TrainingPrecision.Float32;

    [Setting("Hidden width of the projection head (left open by the paper).", Min = 1)]
    public int ProjectionHidden { get; init; } = 512;

    [Setting("Dimension D of the projected features z and of the prototypes.", Min = 2)]
    public int ProjectionDim { get; init; } = 128;

    [Setting("Loss of the contrastive branch: 'sc' (Hybrid-SC), 'psc' (Hybrid-PSC), 'mpsc' (several prototypes of each class), "
        + "'uc' (NT-Xent, without labels), 'bal-scl' (balanced, of BCL), 'proco' (pairs from each "
        + "class's distribution), or 'none' (the classifier alone).",
        Role = SettingRole.Method, Figure = FigureRole.Essential, AlsoCalled = ["loss"])]
    public ContrastiveLossName ContrastiveLoss { get; init; } = ContrastiveLossName.Sc;

    [Setting("Temperature τ of the contrastive loss.", Min = 0, ExclusiveMin = true, Aliases = ["temp"], AlsoCalled = ["τ", "tau"])]
    [CountsUnless(nameof(ContrastiveLoss), ContrastiveLossName.None)]
    public double Temperature { get; init; } = 0.1;

    [Setting("Whether PSC and MPSC keep the positive prototypes in the denominator (for PSC the cross-entropy form); "
        + "the paper leaves them out.", Role = SettingRole.Method, Figure = FigureRole.Essential)]
    [CountsWith(nameof(ContrastiveLoss), ContrastiveLossName.Psc, ContrastiveLossName.Mpsc)]
    public bool PscPositiveInDenominator { get; init; }

    [Setting("Prototypes M of each class for MPSC.", Min = 1, Role = SettingRole.Method)]
    [CountsWith(nameof(ContrastiveLoss), ContrastiveLossName.Mpsc)]
    public int PrototypesPerClass { get; init; } = 2;

    [Setting("How MPSC weighs the prototypes of a sample's own class (left open by the paper): 'softmax' over their similarities, "
        + "without gradient, or 'uniform'.", Role = SettingRole.Method)]
    [CountsWith(nameof(ContrastiveLoss), ContrastiveLossName.Mpsc)]
    public PrototypeWeights PrototypeWeights { get; init; } = PrototypeWeights.Softmax;

    [Setting("How the weight α of the contrastive loss moves with the epoch T: 'parabolic' 1-(T/Tmax)², 'linear' 1-T/Tmax, 'constant', "
        + "'cosine' cos(π/2·T/Tmax), 'two-stage' 1 and later 0, 'parabolic-increment' (T/Tmax)², or 'beta', a draw from "
        + "Beta(0.2, 0.2) each epoch.",
        Role = SettingRole.Method, Figure = FigureRole.Essential, AlsoCalled = ["schedule"])]
    [CountsUnless(nameof(ContrastiveLoss), ContrastiveLossName.None)]
    public AlphaSchedule AlphaSchedule { get; init; } = AlphaSchedule.Parabolic;

    [Setting("α of the 'constant' schedule.", Min = 0, Max = 1, AlsoCalled = ["α"])]
    [CountsWith(nameof(AlphaSchedule), AlphaSchedule.Constant)]
    public double Alpha { get; init; } = 0.5;

    [Setting("Where the prototypes start (left open by the paper): 'random' on the unit sphere, 'orthogonal', "
        + "or at the corners of a regular 'simplex'.", Role = SettingRole.Method)]
    [CountsWith(nameof(ContrastiveLoss), ContrastiveLossName.Psc, ContrastiveLossName.Mpsc, ContrastiveLossName.BalScl)]
    public PrototypeInit PrototypeInit { get; init; } = PrototypeInit.Random;

    [Setting("How the prototypes move (left open by the paper): learned by 'sgd', or as an exponential moving average, 'ema', "
        + "of their class's projected features.", Role = SettingRole.Method)]
    [CountsWith(nameof(ContrastiveLoss), ContrastiveLossName.Psc, ContrastiveLossName.Mpsc, ContrastiveLossName.BalScl)]
    public PrototypeUpdate PrototypeUpdate { get; init; } = PrototypeUpdate.Sgd;

    [Setting("Share of itself that a prototype keeps in a step of its moving average.", Min = 0, Max = 1)]
    [CountsWith(nameof(PrototypeUpdate), PrototypeUpdate.Ema)]
    public double PrototypeMomentum { get; init; } = 0.99;

    [Setting("Loss of the classifier branch. 'ldam', 'balanced-softmax' and 'logit-adjustment' make up for the long tail themselves: "
        + "they suit classifier_sampler 'instance'. 'ldam' makes the classifier one of cosines, without bias.",
        Role = SettingRole.Method, Figure = FigureRole.Essential)]
    public ClassifierLossName ClassifierLoss { get; init; } = ClassifierLossName.CrossEntropy;

    [Setting("Focusing exponent γ of the focal loss: 1 in the long-tailed baselines, 2 where it was first used.",
        Min = 0, Figure = FigureRole.Essential, AlsoCalled = ["gamma", "γ"])]
    [CountsWith(nameof(ClassifierLoss), ClassifierLossName.Focal)]
    public double FocalGamma { get; init; } = 1;

    [Setting("Margin of LDAM for the rarest class, in cosine; a class of n images has one in proportion to n^(-1/4).", Min = 0, Max = 2)]
    [CountsWith(nameof(ClassifierLoss), ClassifierLossName.Ldam)]
    public double LdamMargin { get; init; } = 0.5;

    [Setting("Factor s of the cosines in LDAM.", Min = 0, ExclusiveMin = true)]
    [CountsWith(nameof(ClassifierLoss), ClassifierLossName.Ldam)]
    public double LdamScale { get; init; } = 30;

    [Setting("Exponent τ of the class frequencies in the logit-adjusted loss; 1 is the balanced softmax.", Min = 0)]
    [CountsWith(nameof(ClassifierLoss), ClassifierLossName.LogitAdjustment)]
    public double LogitAdjustmentTau { get; init; } = 1;

    [Setting("Fraction of the training after which the classifier's loss weighs each class by 1 / its effective number of images "
        + "(deferred re-weighting, DRW): 0.8 is epoch 160 of 200, 1 is never.",
        Min = 0, Max = 1, Role = SettingRole.Method, Figure = FigureRole.Essential, AlsoCalled = ["drw"])]
    public double DrwFrom { get; init; } = 1;

    [Setting("Fraction of the training at which α of the 'two-stage' schedule falls from 1 to 0.", Min = 0, Max = 1)]
    [CountsWith(nameof(AlphaSchedule), AlphaSchedule.TwoStage)]
    public double AlphaSwitch { get; init; } = 0.5;

    [Setting("How the contrastive branch draws its images: every image ('instance') or every class ('class-balanced') equally often, "
        + "or 'positives', which draws images as 'instance' does and with each a set number of its class.", Role = SettingRole.Method)]
    public ContrastiveSamplerName ContrastiveSampler { get; init; } = ContrastiveSamplerName.Instance;

    [Setting("Other images of its class that each image finds in a batch of the 'positives' sampler; a smaller class repeats its images.",
        Min = 1)]
    [CountsWith(nameof(ContrastiveSampler), ContrastiveSamplerName.Positives)]
    public int PositivesPerAnchor { get; init; } = 2;

    [Setting("How the classifier branch draws its images: every image ('instance') or every class ('class-balanced') equally often.",
        Role = SettingRole.Method, Figure = FigureRole.Essential)]
    public SamplerName ClassifierSampler { get; init; } = SamplerName.ClassBalanced;

    [Setting("Images of each branch in one step, or as batch_unit says.",
        Min = 2, Aliases = ["bs", "batchsize", "global_batch_size", "train_batch_size"], AlsoCalled = ["batch"])]
    public int BatchSize { get; init; } = 512;

    [Setting("What batch_size counts (left open by the paper): 'images' of each branch, or 'views' of the contrastive branch, "
        + "two of each image.")]
    public BatchUnit BatchUnit { get; init; } = BatchUnit.Images;

    [Setting("Epochs to train, T_max; one epoch shows as many images as the training set holds.",
        Min = 1, Aliases = ["num_epochs", "n_epochs", "max_epochs", "num_train_epochs"])]
    public int Epochs { get; init; } = 200;

    [Setting("Learning rate at the start.", Min = 0, ExclusiveMin = true, Aliases = ["lr", "init_lr", "base_lr", "initial_lr"])]
    public double LearningRate { get; init; } = 0.5;

    [Setting("How the learning rate falls: 'multi-step' at lr_milestones, or along half a 'cosine' to zero; both after the warm-up.",
        Aliases = ["scheduler", "lr_scheduler"])]
    public LrSchedule LrSchedule { get; init; } = LrSchedule.MultiStep;

    [Setting("Fractions of the training after which the learning rate is multiplied by lr_decay: 0.6 and 0.8 are epochs 120 "
        + "and 160 of 200.",
        Min = 0, Max = 1)]
    [CountsWith(nameof(LrSchedule), LrSchedule.MultiStep)]
    public IReadOnlyList<double> LrMilestones { get; init; } = [0.6, 0.8];

    [Setting("Factor of the learning rate at each milestone.", Min = 0, Max = 1, ExclusiveMin = true)]
    [CountsWith(nameof(LrSchedule), LrSchedule.MultiStep)]
    public double LrDecay { get; init; } = 0.1;

    [Setting("Epochs over which the learning rate rises linearly from zero (left open by the paper).", Min = 0, Aliases = ["warm_epochs"])]
    public double WarmupEpochs { get; init; }

    [Setting("Momentum of SGD.", Min = 0, Max = 1)]
    public double Momentum { get; init; } = 0.9;

    [Setting("L2 weight decay of SGD.", Min = 0, Aliases = ["wd"])]
    public double WeightDecay { get; init; } = 1e-4;

    [Setting("Pixels of zero padding before the random crop of a 32x32 image.", Min = 0, Max = 16)]
    [CountsWith(nameof(Dataset), DatasetName.Synthetic, DatasetName.Cifar10, DatasetName.Cifar100)]
    public int CropPadding { get; init; } = 4;

    [Setting("Side of the views of images in files, in pixels; 0 is 224. The built-in images and CIFAR's always are 32x32.",
        Min = 0, Max = 1024, Role = SettingRole.Task, Aliases = ["img_size"], AlsoCalled = ["resolution"])]
    [CountsWith(nameof(Dataset), DatasetName.ImageFolder, DatasetName.Inaturalist2018)]
    public int ImageSize { get; init; }

    [Setting("Range of the share of its area that a random crop takes of an image in a file; it is then resized to image_size. "
        + "The paper says 'random 224x224 crops' and leaves this open.", Min = 0, Max = 1, ExclusiveMin = true, IsRange = true)]
    [CountsWith(nameof(Dataset), DatasetName.ImageFolder, DatasetName.Inaturalist2018)]
    public IReadOnlyList<double> CropScale { get; init; } = [0.08, 1];

    [Setting("Range of the width of such a crop in units of its height (left open by the paper).",
        Min = 0, ExclusiveMin = true, IsRange = true)]
    [CountsWith(nameof(Dataset), DatasetName.ImageFolder, DatasetName.Inaturalist2018)]
    public IReadOnlyList<double> CropRatio { get; init; } = [3 / 4.0, 4 / 3.0];

    [Setting("Probability that a view is turned to grayscale.", Min = 0, Max = 1)]
    public double GrayscaleProbability { get; init; } = 0.2;

    [Setting("Probability that the second view's colours are jittered (left open by the paper).", Min = 0, Max = 1)]
    public double ColorJitterProbability { get; init; } = 0.8;

    [Setting("Strength of the jitter of brightness, contrast and saturation; hue moves by a quarter of it (left open by the paper).",
        Min = 0, Max = 1)]
    public double ColorJitter { get; init; } = 0.4;

    [Setting("Epochs between two evaluations on the test set; the last epoch is always evaluated.", Min = 1, Figure = FigureRole.Free)]
    public int EvaluateEveryEpochs { get; init; } = 1;

    [Setting("Whether the features are probed after the last epoch by a weighted k-nearest-neighbour classifier; the "
        + "training stays the same.",
        Figure = FigureRole.Free)]
    public bool KnnProbe { get; init; }

    [Setting("k of the nearest-neighbour probe.", Min = 1, Figure = FigureRole.Free)]
    [CountsWith(nameof(KnnProbe), true)]
    public int KnnNeighbors { get; init; } = 20;

    [Setting("Temperature τ of the nearest neighbours' votes, exp(cos/τ).", Min = 0, ExclusiveMin = true, Figure = FigureRole.Free)]
    [CountsWith(nameof(KnnProbe), true)]
    public double KnnTemperature { get; init; } = 0.07;

    [Setting("Whether a fresh linear classifier is trained on the frozen features after the last epoch, every class drawn equally often; "
        + "the training stays the same.", Figure = FigureRole.Free)]
    public bool LinearProbe { get; init; }

    [Setting("Epochs that the linear probe is trained for.", Min = 1, Figure = FigureRole.Free)]
    [CountsWith(nameof(LinearProbe), true)]
    public int LinearProbeEpochs { get; init; } = 100;

    [Setting("Seed of everything random in the training; repeats.seeds sweeps it.",
        Min = 0, Max = uint.MaxValue, Figure = FigureRole.Free, Aliases = ["random_seed"])]
    public long Seed { get; init; }

    /// <summary>B: images that each branch sees in one step.</summary>
    public int ImagesPerStep() => BatchUnit is BatchUnit.Views ? BatchSize / 2 : BatchSize;
}

[JsonConverter(typeof(KebabCaseEnumConverter<DatasetName>))]
public enum DatasetName
{
    Synthetic,
    Cifar10,
    Cifar100,
    ImageFolder,

    [AlsoCalled("inat", "inat2018")]
    Inaturalist2018,
}

[JsonConverter(typeof(KebabCaseEnumConverter<Backbone>))]
public enum Backbone { Resnet8, Resnet20, Resnet32, Resnet56, Resnet18, Resnet50 }

[JsonConverter(typeof(KebabCaseEnumConverter<TrainingPrecision>))]
[SuppressMessage("Naming", "CA1720", Justification = "The field's own names of the types.")]
public enum TrainingPrecision { Float32, Bfloat16, Tf32 }

[JsonConverter(typeof(KebabCaseEnumConverter<ContrastiveLossName>))]
public enum ContrastiveLossName
{
    None,

    [AlsoCalled("supcon")]
    Sc,

    Psc,

    [AlsoCalled("simclr", "nt-xent")]
    Uc,

    Mpsc,

    [AlsoCalled("bcl")]
    BalScl,

    Proco,
}

[JsonConverter(typeof(KebabCaseEnumConverter<PrototypeWeights>))]
public enum PrototypeWeights { Softmax, Uniform }

[JsonConverter(typeof(KebabCaseEnumConverter<PrototypeInit>))]
public enum PrototypeInit { Random, Orthogonal, Simplex }

[JsonConverter(typeof(KebabCaseEnumConverter<PrototypeUpdate>))]
public enum PrototypeUpdate { Sgd, Ema }

[JsonConverter(typeof(KebabCaseEnumConverter<ClassifierLossName>))]
public enum ClassifierLossName
{
    [AlsoCalled("ce")]
    CrossEntropy,

    Focal,
    Ldam,
    BalancedSoftmax,

    [AlsoCalled("la")]
    LogitAdjustment,
}

[JsonConverter(typeof(KebabCaseEnumConverter<AlphaSchedule>))]
public enum AlphaSchedule { Parabolic, Linear, Constant, Cosine, TwoStage, ParabolicIncrement, Beta }

[JsonConverter(typeof(KebabCaseEnumConverter<LrSchedule>))]
public enum LrSchedule { MultiStep, Cosine }

[JsonConverter(typeof(KebabCaseEnumConverter<ContrastiveSamplerName>))]
public enum ContrastiveSamplerName { Instance, ClassBalanced, Positives }

[JsonConverter(typeof(KebabCaseEnumConverter<BatchUnit>))]
public enum BatchUnit { Images, Views }

[JsonConverter(typeof(KebabCaseEnumConverter<SamplerName>))]
public enum SamplerName { Instance, ClassBalanced }
