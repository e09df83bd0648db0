namespace OrleansHybrid.Sweeps.Results;

/// <summary>The role of a swept setting in a comparison.</summary>
public enum SettingRole
{
    /// <summary>It defines the task: results with different values are not comparable. A column of the paper's table.</summary>
    Task,

    /// <summary>It defines the method, and methods are compared with each other. A row of the paper's table.</summary>
    Method,

    /// <summary>It tunes a method or selects its network: methods are compared at equal values.</summary>
    Tuning,
}

public static class SettingRoles
{
    private static readonly HashSet<string> Tasks = ["dataset", "imbalance", "head_images", "test_images", "data_seed", "image_size"];

    private static readonly HashSet<string> Methods =
    [
        "contrastive_loss", "psc_positive_in_denominator", "prototypes_per_class", "prototype_weights", "prototype_init", "prototype_update",
        "alpha_schedule", "classifier_loss", "drw_from", "contrastive_sampler", "classifier_sampler",
    ];

    public static SettingRole Of(string key) => Tasks.Contains(key) ? SettingRole.Task : Methods.Contains(key) ? SettingRole.Method : SettingRole.Tuning;
}
