using OrleansHybrid.Sweeps.Definition.Yaml;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Sweeps.Results;

/// <summary>A method whose accuracy was published on a data set, and the recipe that this was with.</summary>
/// <param name="Name">As people know it.</param>
/// <param name="Source">Where the figures stand.</param>
/// <param name="Recipe">What was trained; its imbalance is that of the figure in question.</param>
/// <param name="IsRecipeKnown">Whether the source tells the optimiser's settings.</param>
/// <param name="Top1">Published top-1 (%) by imbalance; 1 where the data set has its own long tail.</param>
public sealed record PublishedMethod(string Name, string Source, Recipe Recipe, bool IsRecipeKnown, IReadOnlyDictionary<double, double> Top1)
{
    // What one must have in common with it to be the same method on the same task.
    private static readonly string[] Essentials =
    [
        "dataset", "head_images", "test_images", "data_seed", "backbone", "contrastive_loss", "psc_positive_in_denominator", "alpha_schedule",
        "classifier_loss", "focal_gamma", "drw_from", "classifier_sampler",
    ];

    private static readonly string[] MethodEssentials = [.. Essentials.Where(key => SettingRoles.Of(key) is SettingRole.Method)];

    // These change nothing that is trained.
    private static readonly string[] Observations =
        ["seed", "imbalance", "evaluate_every_epochs", "knn_probe", "knn_neighbors", "knn_temperature", "linear_probe", "linear_probe_epochs"];

    /// <summary>Whether a recipe is this method, on whatever task.</summary>
    public bool IsMethodOf(Recipe recipe) => Agrees(recipe, MethodEssentials);

    /// <returns>Null where the recipe is another method or task than any figure's.</returns>
    public double? FigureFor(Recipe recipe) =>
        Agrees(recipe, Essentials) && Top1.TryGetValue(recipe.Dataset is DatasetName.Inaturalist2018 ? 1 : recipe.Imbalance, out var figure) ? figure : null;

    /// <summary>The settings in which a recipe that has a figure departs from the published one.</summary>
    public IEnumerable<string> Departures(Recipe recipe) =>
        from setting in RecipeSchema.Settings
        where !Observations.Contains(setting.Key) && IdleSettings.Counts(setting.Key, recipe)
        let both = (Ours: setting.Read(recipe), Theirs: setting.Read(Recipe))
        where both.Ours != both.Theirs
        select $"{setting.Key} {both.Ours} (published with {both.Theirs})";

    private bool Agrees(Recipe recipe, string[] keys) => keys.All(key =>
        RecipeSchema.Get(key).Read(recipe) == RecipeSchema.Get(key).Read(Recipe) || !(IdleSettings.Counts(key, recipe) || IdleSettings.Counts(key, Recipe)));
}
