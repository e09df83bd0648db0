using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>
/// Warnings about settings that a file gives although no trial uses them, or sweeps although only some trials use them. The author
/// probably expects an effect, or trains the same configuration several times.
/// </summary>
internal static class IdleSettings
{
    /// <summary>A setting, the setting that decides whether it is used, and the deciding values with which it is.</summary>
    private static readonly (string Key, string Decider, string[] CountsWith)[] Rules =
    [
        ("imbalance", "dataset", ["synthetic", "cifar10", "cifar100", "image-folder"]),
        ("crop_padding", "dataset", ["synthetic", "cifar10", "cifar100"]),
        ("image_size", "dataset", ["image-folder", "inaturalist2018"]),
        ("crop_scale", "dataset", ["image-folder", "inaturalist2018"]),
        ("crop_ratio", "dataset", ["image-folder", "inaturalist2018"]),
        ("alpha", "alpha_schedule", ["constant"]),
        ("alpha_switch", "alpha_schedule", ["two-stage"]),
        ("alpha_schedule", "contrastive_loss", ["sc", "psc", "mpsc", "uc", "bal-scl"]),
        ("temperature", "contrastive_loss", ["sc", "psc", "mpsc", "uc", "bal-scl"]),
        ("psc_positive_in_denominator", "contrastive_loss", ["psc", "mpsc"]),
        ("prototypes_per_class", "contrastive_loss", ["mpsc"]),
        ("prototype_weights", "contrastive_loss", ["mpsc"]),
        ("prototype_init", "contrastive_loss", ["psc", "mpsc", "bal-scl"]),
        ("prototype_update", "contrastive_loss", ["psc", "mpsc", "bal-scl"]),
        ("prototype_momentum", "prototype_update", ["ema"]),
        ("positives_per_anchor", "contrastive_sampler", ["positives"]),
        ("lr_milestones", "lr_schedule", ["multi-step"]),
        ("lr_decay", "lr_schedule", ["multi-step"]),
        ("focal_gamma", "classifier_loss", ["focal"]),
        ("ldam_margin", "classifier_loss", ["ldam"]),
        ("ldam_scale", "classifier_loss", ["ldam"]),
        ("logit_adjustment_tau", "classifier_loss", ["logit-adjustment"]),
        ("knn_neighbors", "knn_probe", ["true"]),
        ("knn_temperature", "knn_probe", ["true"]),
        ("linear_probe_epochs", "linear_probe", ["true"]),
    ];

    /// <summary>True if a trial uses a setting.</summary>
    public static bool Counts(string key, Recipe recipe) =>
        Rules.Where(rule => rule.Key == key).All(rule => rule.CountsWith.Contains(RecipeSchema.Get(rule.Decider).Read(recipe)));

    /// <param name="isDrawn">True for a method that draws: then no value multiplies the trials.</param>
    public static IEnumerable<Problem> Find(SettingsReading settings, bool isDrawn) => FindIdle(settings).Concat(isDrawn ? [] : FindIdleInPart(settings));

    private static IEnumerable<Problem> FindIdle(SettingsReading settings) =>
        from rule in Rules
        where settings.Given.ContainsKey(rule.Key)
        let deciders = settings.Axes.FirstOrDefault(axis => axis.Key == rule.Decider)?.Values
            ?? [RecipeSchema.Get(rule.Decider).Read(settings.Recipe)]
        where !deciders.Intersect(rule.CountsWith).Any()
        let place = settings.Given[rule.Key]
        select new Problem(
            place.Line,
            place.Path,
            $"has no effect: {rule.Key} counts only with {rule.Decider} {string.Join(" or ", rule.CountsWith)}, and every trial has {string.Join(" or ", deciders)}");

    /// <summary>Reports axes that multiply trials in which they have no effect.</summary>
    private static IEnumerable<Problem> FindIdleInPart(SettingsReading settings) =>
        from rule in Rules
        let axis = settings.Axes.FirstOrDefault(axis => axis.Key == rule.Key)
        let decider = settings.Axes.FirstOrDefault(axis => axis.Key == rule.Decider)
        where axis?.Values.Count > 1 && decider is not null
        let rules = settings.Rules
        // What else the file says may keep such trials apart.
        where rules.Constraints.Count == 0 && !rules.Zips.Any(zip => zip.Contains(axis.Key)) && rules.Conditions.All(condition => condition.Key != axis.Key)
        let counts = decider.Values.Intersect(rule.CountsWith).ToList()
        let idle = decider.Values.Except(rule.CountsWith).ToList()
        where counts.Count > 0 && idle.Count > 0
        let place = settings.Given[rule.Key]
        select new Problem(
            place.Line,
            place.Path,
            $"has no effect where {decider.Key} is {string.Join(" or ", idle)}, so that is trained {axis.Values.Count} times: "
                + $"write when: {{{decider.Key}: {(counts.Count == 1 ? counts[0] : $"[{string.Join(", ", counts)}]")}}}");
}
