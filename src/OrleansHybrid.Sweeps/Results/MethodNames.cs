using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Text;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Results;

/// <summary>The common name of a recipe's method.</summary>
public static class MethodNames
{
    public static string Of(TrialSpec spec)
    {
        // A published name says these; the other swept settings that make a method stand beside it.
        Setting[] said = [RecipeSchema.Of(nameof(Recipe.ContrastiveLoss)), RecipeSchema.Of(nameof(Recipe.ClassifierLoss))];
        var rest = spec.Parameters.Where(parameter =>
            parameter.IsGiven && RecipeSchema.Get(parameter.Key) is { Role: SettingRole.Method } setting && !said.Contains(setting));
        return string.Join(", ", [Name(spec.Recipe), .. rest.Select(parameter => $"{parameter.Key} {parameter.Value}")]);
    }

    private static string Name(Recipe recipe)
    {
        if (PublishedMethods.All.FirstOrDefault(method => method.IsMethodOf(recipe)) is { } published) return published.Name;
        var classifier = recipe.ClassifierLoss.Spelled();
        return recipe.ContrastiveLoss is ContrastiveLossName.None
            ? $"{classifier}, {recipe.ClassifierSampler.Spelled()}"
            : $"{recipe.ContrastiveLoss.Spelled()} + {classifier}";
    }
}
