using OrleansHybrid.Sweeps.Definition.Yaml;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Sweeps.Results;

/// <summary>A method with a published accuracy on a data set, and the recipe behind it.</summary>
/// <param name="Name">The common name.</param>
/// <param name="Source">The source of the figures.</param>
/// <param name="Recipe">The published recipe; its imbalance is that of the figure in question.</param>
/// <param name="IsRecipeKnown">True if the source states the settings of the optimiser.</param>
/// <param name="Top1">Published top-1 (%) by imbalance; 1 for a data set with its own long tail.</param>
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

    /// <summary>True if a recipe is this method, on any task.</summary>
    public bool IsMethodOf(Recipe recipe) => Agrees(recipe, MethodEssentials);

    /// <returns>Null if there is no figure for the method and task of the recipe.</returns>
    public double? FigureFor(Recipe recipe) =>
        Agrees(recipe, Essentials) && Top1.TryGetValue(recipe.Dataset is DatasetName.Inaturalist2018 ? 1 : recipe.Imbalance, out var figure) ? figure : null;

    /// <summary>The settings in which a recipe with a figure differs from the published one.</summary>
    public IEnumerable<string> Departures(Recipe recipe) =>
        from setting in RecipeSchema.Settings
        where !Observations.Contains(setting.Key) && IdleSettings.Counts(setting.Key, recipe)
        let both = (Ours: setting.Read(recipe), Theirs: setting.Read(Recipe))
        where both.Ours != both.Theirs
        select $"{setting.Key} {both.Ours} (published with {both.Theirs})";

    private bool Agrees(Recipe recipe, string[] keys) => keys.All(key =>
        RecipeSchema.Get(key).Read(recipe) == RecipeSchema.Get(key).Read(Recipe) || !(IdleSettings.Counts(key, recipe) || IdleSettings.Counts(key, Recipe)));
}
