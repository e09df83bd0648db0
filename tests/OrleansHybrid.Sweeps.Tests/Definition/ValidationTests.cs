using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Tests.Trials;

namespace OrleansHybrid.Sweeps.Tests.Definition;

/// <summary>Images that are held out to choose by.</summary>
public sealed class ValidationTests
{
    private const string Random = "method: random\nsearch: {trials: 100}\nparameters: {temperature: {min: 0.1, max: 1}}\n";

    [Fact]
    public void ContentHash_WithValidationImages_IsAnother()
    {
        var (without, zero, some) = (
            SweepYaml.Named(""), SweepYaml.Named("recipe: {validation: 0}"), SweepYaml.Named("recipe: {validation: 5}"));

        Assert.Equal((without.Id, without.Trial(0).ContentHash), (zero.Id, zero.Trial(0).ContentHash));
        Assert.NotEqual(without.Trial(0).ContentHash, some.Trial(0).ContentHash);
    }

    [Theory]
    [InlineData("cifar10", "", 4_999)]
    [InlineData("cifar100", "", 499)]
    [InlineData("synthetic", "imbalance: 1, ", 499)]
    [InlineData("synthetic", "contrastive_sampler: positives, positives_per_anchor: 3, ", 496)]
    // Without pairs there is none to leave room for.
    [InlineData("synthetic", "contrastive_loss: none, contrastive_sampler: positives, ", 499)]
    // The head's draw of twenty gives its own images as well, all but one.
    [InlineData("synthetic", "head_images: 20, imbalance: 10, ", 499)]
    public void Parse_AsManyAsAClassCanGive_AndOneMore(string dataset, string more, int most)
    {
        SweepYaml.Named($"recipe: {{dataset: {dataset}, {more}validation: {most}}}");
        var problem = SweepYaml.Problem($"recipe: {{dataset: {dataset}, {more}validation: {most + 1}}}");

        Assert.Equal("recipe.validation", problem.Path);
        Assert.EndsWith($"; set it to {most} or less", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_TooManyInOneTrialOfMany_IsRefused_UnlessAConstraintForbidsIt()
    {
        const string Swept = "parameters: {dataset: {values: [cifar10, cifar100]}, validation: {values: [100, 1000]}}\n";

        Assert.Contains("class 0 of cifar100 has 500 training images", SweepYaml.Problem(Swept).Message, StringComparison.Ordinal);
        Assert.Equal(3, SweepYaml.Named(Swept + "constraints: [\"validation < 500 or dataset == cifar10\"]").TrialCount);
    }

    [Theory]
    [InlineData("val_top1", true)]
    [InlineData("val_knn", true)]
    [InlineData("knn", false)]
    [InlineData("top1", false)]
    public void Metric_OfValidationImages_NeedsSomeInEveryTrial(string metric, bool isRefused)
    {
        var name = $"metric: {{name: {metric}}}\n";

        Assert.Equal(metric, SweepYaml.Named(name + "recipe: {validation: 10}").Metric.Name);
        if (!isRefused) SweepYaml.Named(name);
        else
        {
            Assert.Contains("recipe: {validation: 100}", SweepYaml.Problem(name).Message, StringComparison.Ordinal);
            Assert.EndsWith(
                "remove the 0",
                SweepYaml.Problem(name + "parameters: {validation: {values: [0, 10]}}").Message,
                StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("recipe: {dataset: cifar10}", "by up to 1.5 points")]
    [InlineData("recipe: {dataset: cifar10, test_images: 100}", "by up to 4.8 points")]
    [InlineData("", "by up to 4.8 points")]
    [InlineData("recipe: {dataset: image-folder}", "= 3.0 s, with s the standard error")]
    [InlineData("metric: {name: few}", "= 3.0 s, with s the standard error")]
    // Seeds are no further configurations to choose among.
    [InlineData("repeats: {seeds: [0, 1, 2]}", "of 100 configurations")]
    public void Search_ByTheTestImages_IsToldHowOptimisticItIs(string more, string size)
    {
        var notice = Assert.Single(SweepYaml.Named(Random + more).Warnings);

        Assert.Contains(size, notice.Message, StringComparison.Ordinal);
        Assert.Contains("recipe: {validation: 100}", notice.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Random + "metric: {name: val_top1}\nrecipe: {validation: 100}")]
    [InlineData(Random + "metric: {name: train_loss}")]
    [InlineData("parameters: {temperature: {values: [0.1, 0.2, 0.3]}}")]
    public void Search_ByOtherImages_OrAGrid_IsNot(string text) => Assert.Empty(SweepYaml.Named(text).Warnings);

    [Fact]
    public void Neighbours_AskedForByTheMetric_MakeTheirSettingsCount() =>
        Assert.Empty(SweepYaml.Named("metric: {name: knn}\nrecipe: {knn_neighbors: 5}").Warnings);

    [Fact]
    public void Result_WithoutTheNeighboursThatASweepAsksFor_IsNotReused()
    {
        var result = Make.Result(0.5);
        var (plain, judged) = (SweepYaml.Named(""), SweepYaml.Named("metric: {name: knn}"));

        Assert.Equal((true, false), (plain.CanReuse(result), judged.CanReuse(result)));
        Assert.True(judged.CanReuse(result with { Knn = 0.5 }));
        Assert.True((result with { Knn = 0.5 }).Completes(result));
        Assert.False(result.Completes(result with { Knn = 0.5 }));
        Assert.False((result with { ValKnn = 0.5 }).Completes(result with { Knn = 0.5 }));
    }

    [Theory]
    [InlineData(10, 100, 50, 0)]
    [InlineData(50, 100, 50, 0)]
    [InlineData(60, 100, 50, 10)]
    [InlineData(99, 100, 50, 49)]
    [InlineData(100, 100, 50, null)]
    [InlineData(1, 1, 1, null)]
    [InlineData(0, 1, 1, 0)]
    public void TakenFromDraw_IsWhatTheOthersLack(int validation, int all, int drawn, int? taken) =>
        Assert.Equal(taken, ValidationSplit.TakenFromDraw(new() { Validation = validation }, all, drawn));
}
