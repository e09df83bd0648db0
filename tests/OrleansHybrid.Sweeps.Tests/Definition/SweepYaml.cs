using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Definition.Yaml;

namespace OrleansHybrid.Sweeps.Tests.Definition;

/// <summary>Sweep files of tests, and what is wrong with them.</summary>
internal static class SweepYaml
{
    public static SweepDefinition Parse(string yaml) => new SweepText(yaml, "sweep.yaml").Parse();

    /// <summary>A sweep named <c>s</c> with more text below.</summary>
    public static SweepDefinition Named(string rest) => Parse("name: s\n" + rest);

    public static IReadOnlyList<Problem> Problems(string yaml) => Assert.Throws<InvalidSweepException>(() => Parse(yaml)).Problems;

    /// <summary>The only problem of a sweep named <c>s</c> with more text below: the name is line 1.</summary>
    public static Problem Problem(string rest) => Assert.Single(Problems("name: s\n" + rest));
}
