using System.Numerics;

namespace OrleansHybrid.Learning.Augmentation;

/// <summary>What the published CIFAR baselines normalise red, green and blue with, for values in [0, 1].</summary>
public static class Normalisation
{
    public static readonly Vector3 Mean = new(0.4914f, 0.4822f, 0.4465f), Std = new(0.2023f, 0.1994f, 0.2010f);

    /// <summary>A byte value v is normalised to v·Scale + Shift.</summary>
    internal static readonly Vector3 Scale = Vector3.One / (255 * Std), Shift = -Mean / Std;
}
