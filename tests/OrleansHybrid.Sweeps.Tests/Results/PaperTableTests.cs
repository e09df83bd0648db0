using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Tests.Definition;

namespace OrleansHybrid.Sweeps.Tests.Results;

public sealed class PaperTableTests
{
    private const string Cifar = "dataset: cifar10, backbone: resnet32";

    [Fact]
    public void Write_OurAccuracyBesideThePublishedOne()
    {
        var sweep = SweepYaml.Named(
            $$"""
            parameters:
              contrastive_loss: {values: [sc, psc]}
              imbalance: {values: [100, 10]}
            repeats: {seeds: [0, 1]}
            recipe: { {{Cifar}}, epochs: 50 }
            """);

        var text = Write(
            Outcomes.OfAll(sweep, (recipe, seed) => (recipe.ContrastiveLoss is ContrastiveLossName.Sc ? 0.8 : 0.7) + 0.02 * seed));

        Assert.Equal(
            """
            # s

            Top-1 accuracy (%) after the last epoch, mean ± sample standard deviation over seeds; in parentheses the published figure.

            | method | cifar10 β 100 | cifar10 β 10 |
            | --- | ---: | ---: |
            | Hybrid-SC | **81.00 ± 1.41** (81.40) [1] | **81.00 ± 1.41** (91.12) [1] |
            | Hybrid-PSC | 71.00 ± 1.41 (78.82) [2] | 71.00 ± 1.41 (90.06) [2] |

            **Bold**: our best of a column.

            [1] Published by Wang et al., CVPR 2021 (arXiv 2103.14267); ours differs: epochs 50 (published with 200).

            [2] Published by Wang et al., CVPR 2021 (arXiv 2103.14267); ours differs: temperature 0.1 (published with 1), epochs 50 (published with 200).

            """, text, ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void Write_WithABaseline_StarsWhatDiffersFromTheBestOfThem()
    {
        var sweep = SweepYaml.Named(
            """
            parameters:
              contrastive_loss: {values: [none, sc]}
              temperature: {values: [0.1, 0.5]}
            repeats: {seeds: [0, 1, 2]}
            """);

        var table = PaperTable.Of(
            Outcomes.OfAll(sweep, (recipe, seed) => (recipe.ContrastiveLoss is ContrastiveLossName.None ? 0.5 : 0.8) + 0.01 * seed));

        Assert.Equal(["", "", "***", "***"], table.Rows.Select(row => row.Cells[0].Mark));
        Assert.Equal(["temperature 0.1", "temperature 0.5"], table.Rows.Skip(2).Select(row => row.Tuning));
        Assert.Equal([false, false, true, true], table.Rows.Select(row => row.Cells[0].IsBest));
        Assert.Equal("β 100", Assert.Single(table.Columns).Label);
    }

    [Fact]
    public void Of_INaturalist_ShowsManyMediumFewAndAll()
    {
        var sweep = SweepYaml.Named(
            "parameters: {contrastive_loss: {values: [sc, psc]}}\nrecipe: {dataset: inaturalist2018, backbone: "
                + "resnet50, alpha_schedule: linear}");

        var table = PaperTable.Of(Outcomes.OfAll(sweep, (_, _) => 0.6));

        Assert.Equal(["many", "medium", "few", "all"], table.Columns.Select(column => column.Label));
        Assert.Equal([null, null, null, 66.74], table.Rows[0].Cells.Select(cell => cell.Published));
        Assert.Equal(68.10, table.Rows[1].Cells[3].Published);
        Assert.Contains("batch_size 512 (published with 100)", table.Notes[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dataset: synthetic")]
    [InlineData("dataset: cifar10, backbone: resnet8")]
    [InlineData("dataset: cifar10, head_images: 500")]
    [InlineData("dataset: cifar10, data_seed: 3")]
    [InlineData("dataset: cifar10, alpha_schedule: linear")]
    [InlineData("dataset: cifar10, classifier_sampler: instance")]
    [InlineData("dataset: cifar10, classifier_loss: balanced-softmax")]
    public void Of_AnotherTaskOrMethodThanPublished_ShowsNoPublishedFigure(string recipe)
    {
        var sweep = SweepYaml.Named($"parameters: {{imbalance: {{values: [100, 20]}}}}\nrecipe: {{ {recipe} }}");

        Assert.All(
            PaperTable.Of(Outcomes.OfAll(sweep, (_, _) => 0.6)).Rows, row => Assert.All(row.Cells, cell => Assert.Null(cell.Published)));
    }

    [Fact]
    public void Of_VeryManyConfigurations_ShowsTheBestRows()
    {
        var sweep = SweepYaml.Named("parameters: {temperature: {values: [" + string.Join(", ", Enumerable.Range(1, 40)) + "]}}");

        var table = PaperTable.Of(Outcomes.OfAll(sweep, (recipe, _) => recipe.Temperature / 100));

        Assert.Equal((PaperTable.MostRows, 16), (table.Rows.Count, table.LeftOut));
        Assert.Equal(("temperature 17", "temperature 40"), (table.Rows[0].Tuning, table.Rows[^1].Tuning));
    }

    [Fact]
    public void Write_BeforeATrialIsCompleted_SaysSo() =>
        Assert.EndsWith("No trial is completed yet.\n", Write([]), StringComparison.Ordinal);

    private static string Write(IReadOnlyList<TrialOutcome> outcomes)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        PaperTableMarkdown.Write(writer, "s", PaperTable.Of(outcomes));
        return writer.ToString();
    }
}
