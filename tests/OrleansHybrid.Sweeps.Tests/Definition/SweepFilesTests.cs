using System.Globalization;
using OrleansHybrid.Sweeps.Definition.Yaml;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Text;

namespace OrleansHybrid.Sweeps.Tests.Definition;

/// <summary>The sweep files of the repository.</summary>
public sealed class SweepFilesTests
{
    private static readonly string Folder = Repository.PathOf("sweeps");

    private static readonly string PaperFolder = Path.Combine(Folder, "paper");

    public static TheoryData<string> Files =>
        [.. Directory.EnumerateFiles(Folder, "*.yaml", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Folder, file))];

    public static TheoryData<string> PaperFiles => [.. Directory.EnumerateFiles(PaperFolder).Select(file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(Files))]
    public void Parse_OfEveryFile_FindsNothingToMendOrToWarnOf(string file)
    {
        var sweep = new SweepText(File.ReadAllText(Path.Combine(Folder, file)), file).Parse();

        Assert.Equal(Path.GetFileNameWithoutExtension(file), sweep.Name);
        Assert.Empty(sweep.Warnings);
        Assert.NotEmpty(sweep.Axes);
    }

    [Fact]
    public void Readme_OfHowToWriteASweep_ShowsFilesThatRun()
    {
        var section = File.ReadAllText(Repository.PathOf("README.md")).Split("## Write a sweep")[1].Split("\n## ")[0];
        var files = section.Split("```yaml\n")[1..].Select(block => block.Split("```")[0]).ToList();

        Assert.Equal(4, files.Count);
        var (whole, rules, drawn) = (SweepYaml.Parse(files[0]), SweepYaml.Named(files[1]), SweepYaml.Named(files[2]));
        Assert.Equal((12, 0), (whole.TrialCount / whole.Seeds.Count, whole.Warnings.Count));
        Assert.Equal((55, 0), (rules.TrialCount, rules.Warnings.Count));
        Assert.Equal((40, 0), (drawn.TrialCount, drawn.Warnings.Count));
        var search = SweepYaml.Named(files[3]);
        Assert.Equal((78, 0), (search.TrialCount, search.Warnings.Count));
    }

    [Theory]
    [MemberData(nameof(PaperFiles))]
    public void PaperFile_OfEveryMethod_HasTheTablesImbalancesAndThePapersSchedule(string file)
    {
        var sweep = new SweepText(File.ReadAllText(Path.Combine(PaperFolder, file)), file).Parse();

        Assert.Equal(["100", "50", "10"], sweep.Axes.Single(axis => axis.Key == "imbalance").Values);
        Assert.StartsWith(sweep.Recipe.Dataset.Spelled() + "-", file, StringComparison.Ordinal);
        Assert.Equal(
            (Backbone.Resnet32, 200, 512, 0.5),
            (sweep.Recipe.Backbone, sweep.Recipe.Epochs, sweep.Recipe.BatchSize, sweep.Recipe.LearningRate));
        Assert.Equal([0.6, 0.8], sweep.Recipe.LrMilestones);
        // Only a hybrid's cross-entropy draws the classes equally often: a baseline takes the images as they come.
        var balances = sweep.Recipe is { ContrastiveLoss: not ContrastiveLossName.None, ClassifierLoss: ClassifierLossName.CrossEntropy };
        Assert.Equal(balances ? SamplerName.ClassBalanced : SamplerName.Instance, sweep.Recipe.ClassifierSampler);
    }

    [Theory]
    [MemberData(nameof(PaperFiles))]
    public void PaperFile_NamesThePublishedFiguresThatTheReportShows(string file)
    {
        var text = File.ReadAllText(Path.Combine(PaperFolder, file));
        var sweep = new SweepText(text, file).Parse();
        var recipes = Enumerable.Range(0, sweep.TrialCount).Select(sweep.RecipeOf).ToList();

        var figures = recipes
            .Select(recipe => PublishedMethods.All.Select(method => method.FigureFor(recipe)).FirstOrDefault(figure => figure is not null))
            .ToList();

        Assert.Equal(text.Contains("not in the paper", StringComparison.Ordinal), figures.All(figure => figure is null));
        Assert.All(
            figures.OfType<double>(),
            figure => Assert.Contains(figure.ToString("F2", CultureInfo.InvariantCulture), text, StringComparison.Ordinal));
    }

    [Fact]
    public void Quickstart_SweepsTheFourAxesInSixteenTrials_AsItAlwaysDid()
    {
        var sweep = SweepYaml.Parse(File.ReadAllText(Path.Combine(Folder, "quickstart.yaml")));

        Assert.Equal(["imbalance", "temperature", "batch_size", "alpha_schedule"], sweep.Axes.Select(axis => axis.Key));
        Assert.Equal((16, "quickstart-08b79d04"), (sweep.TrialCount, sweep.Id));
        Assert.Equal("336ed3b8e2c15808c2d0086d0846777e4bcf7fdbd054ec47b802cb98e4ba5dc8", sweep.Trial(0).ContentHash);
    }
}
