namespace OrleansHybrid.Sweeps.Search.Sampling.Parzen;

/// <summary>
/// What each kernel of an estimator weighs, by Optuna's defaults: the newest 25 and the prior 1, older ones less and less.
/// </summary>
internal static class KernelWeights
{
    private const int Newest = 25;

    /// <summary>Of the observations, the newest last, before they are scaled.</summary>
    public static double[] Ramp(int observations)
    {
        var (weights, older) = (new double[observations], observations - Newest);
        Array.Fill(weights, 1.0);
        // From 1/n to 1 at equal distances; a single one has 1/n.
        for (var i = 0; i < older; i++)
            weights[i] = older == 1 ? 1.0 / observations : 1.0 / observations + i * ((1 - 1.0 / observations) / (older - 1));
        return weights;
    }

    /// <summary>Of the observations and, last, the prior; they add up to 1.</summary>
    public static double[] Of(int observations)
    {
        double[] weights = [.. Ramp(observations), 1.0];
        var sum = 0.0;
        foreach (var weight in weights) sum += weight;
        for (var i = 0; i < weights.Length; i++) weights[i] /= sum;
        return weights;
    }
}
