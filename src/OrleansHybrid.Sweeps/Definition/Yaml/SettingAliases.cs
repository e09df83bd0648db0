using System.Text.Json;

namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>
/// Settings by the names that sweep files of other tools give them, where only one can be meant. Our own section
/// <c>recipe</c> has one spelling for each, which keeps files comparable.
/// </summary>
internal static class SettingAliases
{
    private static readonly Dictionary<string, string> Names = new()
    {
        ["lr"] = "learning_rate",
        ["base_lr"] = "learning_rate",
        ["initial_lr"] = "learning_rate",
        ["wd"] = "weight_decay",
        ["bs"] = "batch_size",
        ["batchsize"] = "batch_size",
        ["global_batch_size"] = "batch_size",
        ["train_batch_size"] = "batch_size",
        ["num_epochs"] = "epochs",
        ["n_epochs"] = "epochs",
        ["max_epochs"] = "epochs",
        ["num_train_epochs"] = "epochs",
        ["temp"] = "temperature",
        ["arch"] = "backbone",
        ["warm_epochs"] = "warmup_epochs",
        ["scheduler"] = "lr_schedule",
        ["lr_scheduler"] = "lr_schedule",
        ["random_seed"] = "seed",
        ["img_size"] = "image_size",
    };

    /// <summary>Settings that the learner does not have, and why.</summary>
    private static readonly Dictionary<string, string> Absent = new()
    {
        ["optimizer"] = Optimizer,
        ["opt"] = Optimizer,
        ["dropout"] = "no network of this learner drops units out; take it out",
        ["beta1"] = Optimizer,
        ["beta2"] = Optimizer,
    };

    private const string Optimizer = "the learner trains by SGD with momentum and has no other optimizer; take it out";

    /// <summary>What may stand under 'parameters'.</summary>
    public static Words Words { get; } = new(RecipeSchema.Keys)
    {
        Alias = Of,
        NotesAliases = true,
        Refused = Absent,
        Ignored = entry => Absent.GetValueOrDefault(entry.Key) is Optimizer && IsSgd(entry.Value) ? "the learner trains by SGD with momentum" : null,
    };

    /// <returns>The key that is meant; null where there is none.</returns>
    public static string? Of(string name)
    {
        var folded = JsonNamingPolicy.SnakeCaseLower.ConvertName(name).Replace('-', '_');
        return RecipeSchema.Find(folded) is not null ? folded : Names.GetValueOrDefault(folded);
    }

    private static bool IsValue(string key) => key is "value" or "values" or "val" or "vals";

    private static bool IsSgd(YamlTree given) => given switch
    {
        YamlTree.Text text => text.Value.Equals("sgd", StringComparison.OrdinalIgnoreCase),
        YamlTree.List list => list.Items.Count > 0 && list.Items.All(IsSgd),
        YamlTree.Map map => map.Entries.Any(entry => IsValue(entry.Key)) && map.Entries.All(entry => !IsValue(entry.Key) || IsSgd(entry.Value)),
        _ => false,
    };
}
