using System.Text.Json;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>
/// Metrics by the names under which people log them: a split, a measure and a few words without meaning, in any order and with any
/// separator, such as <c>val/acc</c>, <c>accuracy_val_epoch</c> or <c>best-val-top1</c>. A name of held-out images means the test images,
/// as most codes test on those under any name; where the file holds images out by <c>validation</c>, it means these, unless it says test.
/// </summary>
internal static class MetricNames
{
    private static readonly string[] Validation = ["val", "valid", "validation", "eval", "evaluation", "dev", "holdout", "heldout"];

    private static readonly string[] Test = ["test", "testing"];

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

    /// <param name="hasValidation">Whether the file holds validation images out in any trial.</param>
    /// <returns>The metric that the name stands for; null if there is none, or if it is ambiguous.</returns>
    public static FinalMetric? Find(string name, bool hasValidation)
    {
        var words = WordsOf(name);
        var isOfValidation = hasValidation && words.Any(Validation.Contains) && !words.Any(Test.Contains);
        return OfTest(words) is { } metric ? isOfValidation ? metric.OnValidation() : metric : null;
    }

    private static FinalMetric? OfTest(string[] all)
    {
        var words = all.Except(Empty).ToList();
        var (isHeldOut, isTraining, isBest) = (
            words.Exists(IsHeldOut), words.Exists(Training.Contains), words.Exists(Best.Contains));
        words.RemoveAll(word => IsHeldOut(word) || Training.Contains(word) || Best.Contains(word));
        if (isTraining) return !isHeldOut && !isBest && words is ["loss"] ? FinalMetrics.ByName["train_loss"] : null;
        if (words.FirstOrDefault(Parts.ContainsKey) is { } part)
        {
            words.Remove(part);
            return !isBest && (words.Count == 0 || IsAccuracy(words)) ? FinalMetrics.ByName[Parts[part]] : null;
        }

        return !IsAccuracy(words) ? null : isBest ? FinalMetrics.ByName["best_top1"] : FinalMetrics.Top1;
    }

    private static bool IsHeldOut(string word) => Validation.Contains(word) || Test.Contains(word);

    private static bool IsAccuracy(List<string> words) => Accuracies.Contains(string.Concat(words));

    /// <summary>The words of a name in lower case; <c>valAcc@1</c> is val, acc, at and 1.</summary>
    private static string[] WordsOf(string name) =>
        JsonNamingPolicy.SnakeCaseLower.ConvertName(
            string.Concat(name.Select(letter => letter is '@' ? "_at_" : char.IsLetterOrDigit(letter) ? $"{letter}" : "_")))
            .Split('_', StringSplitOptions.RemoveEmptyEntries);
}
