using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Sweeps.Results;

/// <summary>A method with a published accuracy on a data set, and the recipe behind it.</summary>
/// <param name="Name">The common name.</param>
/// <param name="Source">The source of the figures.</param>
/// <param name="Recipe">The published recipe; its imbalance is that of the figure in question.</param>
/// <param name="IsRecipeKnown">True if the source states the settings of the optimiser.</param>
/// <param name="Top1">Published top-1 (%) by imbalance; 1 for a data set with its own long tail.</param>
public sealed record PublishedMethod(
    string Name, string Source, Recipe Recipe, bool IsRecipeKnown, IReadOnlyDictionary<double, double> Top1)
{
    // What one must have in common with it to be the same method on the same task.
    private static readonly Setting[] Essentials = [.. RecipeSchema.Settings.Where(setting => setting.Figure is FigureRole.Essential)];

    private static readonly Setting[] MethodEssentials = [.. Essentials.Where(setting => setting.Role is SettingRole.Method)];

    /// <summary>True if a recipe is this method, on any task.</summary>
    public bool IsMethodOf(Recipe recipe) => Agrees(recipe, MethodEssentials);

    /// <returns>Null if there is no figure for the method and task of the recipe.</returns>
    public double? FigureFor(Recipe recipe) =>
        Agrees(recipe, Essentials) && Top1.TryGetValue(recipe.Dataset is DatasetName.Inaturalist2018 ? 1 : recipe.Imbalance, out var figure)
            ? figure
            : null;

    /// <summary>The settings in which a recipe with a figure differs from the published one.</summary>
    public IEnumerable<string> Departures(Recipe recipe) =>
        from setting in RecipeSchema.Settings
        where setting.Figure is not FigureRole.Free && setting.Counts(recipe)
        let both = (Ours: setting.Read(recipe), Theirs: setting.Read(Recipe))
        where both.Ours != both.Theirs
        select $"{setting.Key} {both.Ours} (published with {both.Theirs})";

    private bool Agrees(Recipe recipe, Setting[] settings) => settings.All(setting =>
        setting.Read(recipe) == setting.Read(Recipe) || !(setting.Counts(recipe) || setting.Counts(Recipe)));
}
