namespace OrleansHybrid.Sweeps.Settings;

/// <summary>Class sizes of the published long tail (Cao et al., LDAM, NeurIPS 2019).</summary>
public static class LongTailSizes
{
    /// <summary>(C) images of each class: n_i = int(n_max · (1/β)^(i/(C-1))).</summary>
    /// <param name="headImages">n_max, the images of class 0.</param>
    /// <param name="classes">C, at least 2.</param>
    /// <param name="imbalance">β = n_max / n_min, at least 1.</param>
    public static int[] Of(int headImages, int classes, double imbalance)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(imbalance, 1);
        return [.. Enumerable.Range(0, classes).Select(i => (int)(headImages * Math.Pow(1 / imbalance, i / (classes - 1.0))))];
    }
}
