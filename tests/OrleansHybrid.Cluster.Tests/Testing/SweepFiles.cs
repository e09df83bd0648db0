using OrleansHybrid.Sweeps.Definition.Yaml;

namespace OrleansHybrid.Cluster.Tests.Testing;

internal static class SweepFiles
{
    /// <summary>A sweep of so many trials with the seeds 0, 1, …</summary>
    public static string OfTrials(int trials, int epochs = 2, string more = "") =>
        $$"""
        name: fake
        parameters:
          temperature: { values: [0.1] }
        repeats:
          seeds: [{{string.Join(", ", Enumerable.Range(0, trials))}}]
        recipe: { epochs: {{epochs}} }
        {{more}}
        """;

    public static string IdOf(string yaml) => new SweepText(yaml, "test.yaml").Parse().Id;
}
