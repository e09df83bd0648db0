using System.Text.Json.Serialization;
using OrleansHybrid.Sweeps.Text;

namespace OrleansHybrid.Sweeps.Trials;

[JsonConverter(typeof(KebabCaseEnumConverter<Goal>))]
public enum Goal { Maximize, Minimize }

/// <summary>The objective of a sweep: the name of a final metric, such as <c>top1</c>, and the goal.</summary>
public sealed record ObjectiveMetric(string Name, Goal Goal)
{
    /// <inheritdoc cref="Goals.Order"/>
    public IComparer<double?> Order() => Goal.Order();

    /// <summary>True if a value is strictly better than another; every number is better than NaN, and NaN than a missing value.</summary>
    public bool IsBetter(double? value, double? than) => Order().Compare(value, than) < 0;
}

/// <summary>The one place that decides which of two values is better.</summary>
public static class Goals
{
    private static readonly Comparer<double?>
        Falling = Comparer<double?>.Create((one, other) => Compare(one, other, sign: -1)),
        Rising = Comparer<double?>.Create((one, other) => Compare(one, other, sign: 1));

    /// <summary>The order of values from the best to the worst; then NaN, then missing values.</summary>
    public static IComparer<double?> Order(this Goal goal) => goal is Goal.Maximize ? Falling : Rising;

    private static int Compare(double? one, double? other, int sign) => (Rank(one), Rank(other)) switch
    {
        (0, 0) => sign * one!.Value.CompareTo(other!.Value),
        var (first, second) => first.CompareTo(second),
    };

    private static int Rank(double? value) => value switch
    {
        null => 2,
        double.NaN => 1,
        _ => 0,
    };
}
