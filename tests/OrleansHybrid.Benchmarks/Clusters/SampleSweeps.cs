using System.Globalization;

namespace OrleansHybrid.Benchmarks.Clusters;

/// <summary>The sweeps that the cluster's benchmarks run.</summary>
internal static class SampleSweeps
{
    /// <summary>Real training, made as small as it can be and still have something to resume.</summary>
    public static string Real(int trials, int epochs = 4, int headImages = 50, string more = "") =>
        $$"""
        name: soak
        parameters:
          contrastive_loss: {values: [psc, sc]}
        repeats:
          seeds: [{{Seeds((trials + 1) / 2)}}]
        recipe:
          dataset: synthetic
          imbalance: 10
          head_images: {{headImages}}
          test_images: 10
          backbone: resnet8
          batch_size: 32
          epochs: {{epochs}}
          learning_rate: 0.05
          projection_hidden: 32
          projection_dim: 16
        {{more}}
        """;

    public static string Scripted(int trials, int epochs = 3) =>
        $$"""
        name: soak
        parameters:
          temperature: {values: [0.1]}
        repeats:
          seeds: [{{Seeds(trials)}}]
        recipe: {epochs: {{epochs}}}
        """;

    /// <summary>What a scripted trainer must end with.</summary>
    public static string ScriptedWeights(int seed, int steps)
    {
        var weights = seed + 1L;
        for (var step = 1; step <= steps; step++) weights = ((weights * 31) + step) % 1_000_000_007;
        return weights.ToString(CultureInfo.InvariantCulture);
    }

    private static string Seeds(int count) => string.Join(", ", Enumerable.Range(0, count));
}
