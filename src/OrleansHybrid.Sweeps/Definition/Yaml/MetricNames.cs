using System.Text.Json;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>
/// Metrics by the names under which people log them: a split, a measure and a few words without meaning, in any order and with any
/// separator, such as <c>val/acc</c>, <c>accuracy_val_epoch</c> or <c>best-val-top1</c>.
/// </summary>
internal static class MetricNames
{
    private static readonly string[] HeldOut =
    [
        "val",
        "valid",
        "validation",
        "test",
        "testing",
        "eval",
        "evaluation",
        "dev",
        "holdout",
        "heldout",
    ];

    private static readonly string[] Training = ["train", "training"];

    private static readonly string[] Empty = ["epoch", "step", "metrics", "metric", "final", "last", "avg", "mean", "score", "shot"];

    private static readonly string[] Best = ["best", "max"];

    /// <summary>Names of the accuracy over all classes, written as one word.</summary>
    private static readonly string[] Accuracies =
    [
        "accuracy", "acc", "top1", "acc1", "accuracy1", "top1acc", "top1accuracy", "acctop1", "accuracytop1", "accat1", "accuracyat1",
        "prec1", "precat1", "categoricalaccuracy", "sparsecategoricalaccuracy", "multiclassaccuracy",
    ];

    private static readonly Dictionary<string, string> Parts = new()
    {
        ["many"] = "many",
        ["medium"] = "medium",
        ["med"] = "medium",
        ["few"] = "few"
    };

    /// <returns>The metric that the name stands for; null if there is none, or if it is ambiguous.</returns>
    public static FinalMetric? Find(string name)
    {
        var words = WordsOf(name).Except(Empty).ToList();
        var (isHeldOut, isTraining, isBest) = (
            words.Exists(HeldOut.Contains), words.Exists(Training.Contains), words.Exists(Best.Contains));
        words.RemoveAll(word => HeldOut.Contains(word) || Training.Contains(word) || Best.Contains(word));
        if (isTraining) return !isHeldOut && !isBest && words is ["loss"] ? FinalMetrics.ByName["train_loss"] : null;
        if (words.FirstOrDefault(Parts.ContainsKey) is { } part)
        {
            words.Remove(part);
            return !isBest && (words.Count == 0 || IsAccuracy(words)) ? FinalMetrics.ByName[Parts[part]] : null;
        }

        return !IsAccuracy(words) ? null : isBest ? FinalMetrics.ByName["best_top1"] : FinalMetrics.Top1;
    }

    private static bool IsAccuracy(List<string> words) => Accuracies.Contains(string.Concat(words));

    /// <summary>The words of a name in lower case; <c>valAcc@1</c> is val, acc, at and 1.</summary>
    private static string[] WordsOf(string name) =>
        JsonNamingPolicy.SnakeCaseLower.ConvertName(
            string.Concat(name.Select(letter => letter is '@' ? "_at_" : char.IsLetterOrDigit(letter) ? $"{letter}" : "_")))
            .Split('_', StringSplitOptions.RemoveEmptyEntries);
}
