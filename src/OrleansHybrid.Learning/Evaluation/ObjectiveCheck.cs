using System.Globalization;
using OrleansHybrid.Learning.Data;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Learning.Evaluation;

/// <summary>Asks before a training whether what its sweep is judged by can be measured on its data.</summary>
public static class ObjectiveCheck
{
    /// <param name="metric">The final metric's name; null where there is no sweep.</param>
    /// <param name="data">What is trained and tested on.</param>
    /// <returns>Why no trial on these data has the metric, and the remedy; null where each has it.</returns>
    public static string? WhyUnmeasurable(string? metric, TrainingData data)
    {
        var isOfValidation = FinalMetrics.Find(metric)?.Images is MetricImages.Validation;
        if (isOfValidation && data.Validation is null)
            return $"The sweep is judged by '{metric}', but the recipe holds no validation images out: set `validation` to 100, so many of "
                + "each class.";
        var (prefix, what, images) = isOfValidation
            ? (FinalMetrics.ValidationPrefix, "validation", data.Validation!)
            : ("", "test", data.Test);
        var (train, judged) = (data.Train.CountByClass(), images.CountByClass());
        var groups = new ClassAccuracy(new int[train.Length], judged, train).Summarise();
        var (group, accuracy) = metric?[prefix.Length..] switch
        {
            "many" => ("more than 100", groups.Many),
            "medium" => ("20 to 100", groups.Medium),
            "few" => ("fewer than 20", groups.Few),
            _ => ("", groups.Top1),
        };
        return accuracy is not null ? null : string.Create(CultureInfo.InvariantCulture,
            $"The sweep is judged by '{metric}', the accuracy on classes with {group} training images, but no class with {what} images is "
                + $"one: they have {train.Min()} to {train.Max()}. ")
            + $"No trial on these data could be ranked: write metric: {{name: {prefix}top1}}, or change imbalance or head_images.";
    }
}
