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
        string[] said = ["contrastive_loss", "classifier_loss"];
        var rest = spec.Parameters.Where(parameter => SettingRoles.Of(parameter.Key) is SettingRole.Method && !parameter.IsInactive && !said.Contains(parameter.Key));
        return string.Join(", ", [Name(spec.Recipe), .. rest.Select(parameter => $"{parameter.Key} {parameter.Value}")]);
    }

    private static string Name(Recipe recipe)
    {
        if (PublishedMethods.All.FirstOrDefault(method => method.IsMethodOf(recipe)) is { } published) return published.Name;
        var classifier = recipe.ClassifierLoss.Spelled();
        return recipe.ContrastiveLoss is ContrastiveLoss.None
            ? $"{classifier}, {recipe.ClassifierSampler.Spelled()}"
            : $"{recipe.ContrastiveLoss.Spelled()} + {classifier}";
    }
}
