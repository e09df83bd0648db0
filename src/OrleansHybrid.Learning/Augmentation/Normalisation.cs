using System.Numerics;

namespace OrleansHybrid.Learning.Augmentation;

/// <summary>Means and deviations that red, green and blue are normalised with, for values in [0, 1].</summary>
public sealed record Normalisation(Vector3 Mean, Vector3 Std)
{
    /// <summary>Of the published CIFAR baselines.</summary>
    public static Normalisation Cifar { get; } = new(new(0.4914f, 0.4822f, 0.4465f), new(0.2023f, 0.1994f, 0.2010f));

    /// <summary>Of ImageNet, as torchvision's and timm's published weights expect it.</summary>
    public static Normalisation ImageNet { get; } = new(new(0.485f, 0.456f, 0.406f), new(0.229f, 0.224f, 0.225f));

    /// <summary>A byte value v is normalised to v·Scale + Shift.</summary>
    internal Vector3 Scale { get; } = Vector3.One / (255 * Std);

    internal Vector3 Shift { get; } = -Mean / Std;
}
