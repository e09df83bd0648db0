using System.Globalization;
using OrleansHybrid.Sweeps.Search;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Text;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>
/// Looks at the images by which a sweep chooses: whether there are validation images where its metric needs them, whether the classes can
/// give them, and whether it looks for its best trial on the images that the trial is then reported on.
/// </summary>
internal sealed class ImagesToChooseBy(SweepDefinition sweep, SettingsReading settings, SearcherReading searcher, Section top)
{
    private static readonly Setting Validation = RecipeSchema.Of(nameof(Recipe.Validation));

    private static readonly Setting[] Deciding =
    [
        Validation, RecipeSchema.Of(nameof(Recipe.Dataset)), RecipeSchema.Of(nameof(Recipe.Imbalance)),
        RecipeSchema.Of(nameof(Recipe.HeadImages)), RecipeSchema.Of(nameof(Recipe.ContrastiveLoss)),
        RecipeSchema.Of(nameof(Recipe.ContrastiveSampler)), RecipeSchema.Of(nameof(Recipe.PositivesPerAnchor)),
    ];

    private readonly FinalMetric _metric = FinalMetrics.Of(sweep.Metric);

    private int Configurations => sweep.Chosen?.Configurations ?? sweep.TrialCount / sweep.Seeds.Count;

    public IEnumerable<Problem> Problems()
    {
        if (_metric.Images is MetricImages.Validation && sweep.ValuesOf(Validation.Key).Contains(Validation.Default))
        {
            var (line, path) = PlaceOfMetric();
            yield return new(line, path, settings.HasValidation
                ? $"'{_metric.Name}' is measured on validation images, and trials with validation 0 have none: remove the 0"
                : $"'{_metric.Name}' is measured on validation images, and no trial has any: write recipe: {{validation: 100}}, so many of "
                    + $"each class, or choose by '{_metric.Name[FinalMetrics.ValidationPrefix.Length..]}', on the test images");
        }

        if (settings.HasValidation && WhyTooFew() is { } reason)
            yield return new(settings.Given[Validation.Key].Line, settings.Given[Validation.Key].Path, reason);
    }

    /// <summary>
    /// Warns of a search by a metric of the test images. The largest of N normal errors of standard deviation s is s·√(2 ln N) at most in
    /// the mean, and near it for large N (Boucheron, Lugosi, Massart, Concentration Inequalities, theorem 2.5).
    /// </summary>
    public IEnumerable<Problem> Notices()
    {
        if (sweep is { Method: SearchMethod.Grid, Chosen: null } || Configurations < 2) return [];
        if (_metric.Images is not MetricImages.Test) return [];
        var (line, path) = PlaceOfMetric();
        var deviations = Math.Sqrt(2 * Math.Log(Configurations));
        var remedy = sweep.HasValidation ? "write" : "hold images out with recipe: {validation: 100}, and write";
        return
        [
            new(line, path, string.Create(
                CultureInfo.InvariantCulture,
                $"takes the best of {Configurations} configurations by the test images, so that one's {_metric.Name} is optimistic, "
                    + $"{Size(deviations)}; to choose without the test images, {remedy} metric: {{name: {_metric.OnValidation().Name}}}")),
        ];
    }

    private string Size(double deviations)
    {
        var bias = string.Create(CultureInfo.InvariantCulture, $"s·sqrt(2 ln {Configurations})");
        // A standard error is largest for an accuracy of one half.
        if (FewestTestImages() is not { } images)
            return string.Create(CultureInfo.InvariantCulture, $"by up to {bias} = {deviations:F1} s, with s the standard error of one");
        var error = 100 * 0.5 / Math.Sqrt(images);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"by up to {deviations * error:F1} points ({bias} with a standard error s of {error:F1} at most on {images:N0} test images)");
    }

    /// <summary>Null where a data set has to be counted, or the metric is of some of the classes.</summary>
    private long? FewestTestImages()
    {
        if (_metric.Name is "many" or "medium" or "few") return null;
        var sizes = sweep.Datasets.Select(KnownSizes.Of).ToList();
        if (sizes.Contains(null)) return null;
        return (from size in sizes
                from text in sweep.ValuesOf(RecipeSchema.Of(nameof(Recipe.TestImages)).Key)
                let asked = int.Parse(text, CultureInfo.InvariantCulture)
                select (long)size.Classes * (asked == 0 ? size.TestImages : Math.Min(asked, size.TestImages))).Min();
    }

    /// <summary>Only of data sets whose sizes are known; images in folders are counted before the first step.</summary>
    private string? WhyTooFew()
    {
        var isSwept = settings.Axes.Any(axis => Deciding.Any(setting => setting.Key == axis.Key));
        var recipes = Enumerable.Range(0, isSwept ? sweep.TrialCount / sweep.Seeds.Count : 1).Select(sweep.RecipeOf);
        return recipes.DistinctBy(recipe => string.Join(' ', Deciding.Select(setting => setting.Read(recipe))))
            .Select(WhyTooFew)
            .FirstOrDefault(reason => reason is not null);
    }

    private static string? WhyTooFew(Recipe recipe)
    {
        if (recipe.Validation == 0 || KnownSizes.Of(recipe.Dataset) is not { } sizes) return null;
        foreach (var (label, drawn) in sizes.Drawn(recipe).Index())
            if (ValidationSplit.TakenFromDraw(recipe, sizes.TrainImages, drawn) is null)
                return ValidationSplit.Refuse(recipe, $"class {label} of {recipe.Dataset.Spelled()}", sizes.TrainImages, drawn);
        return null;
    }

    /// <summary>The metric's name where the file gives one, and else what makes it a search.</summary>
    private (int Line, string Path) PlaceOfMetric() =>
        searcher.Section.Find("metric") is { } theirs ? (theirs.Line, searcher.Section.PathOf("metric"))
        : top.Find("metric") is { } own ? (own.Line, top.PathOf("metric"))
        : (top.Find("method")?.Line ?? searcher.Section.Find("name")?.Line ?? 1, "metric");
}
