using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Results;

/// <summary>
/// Comparisons of the methods of a sweep under otherwise equal settings: one for each combination of the swept settings that are
/// not a <see cref="SettingRole.Method"/>. Each pair has Welch's t-test over the seeds, with Holm's correction over the pairs of the
/// comparison.
/// </summary>
/// <param name="Setting">The values that the methods share.</param>
/// <param name="Methods">The methods, best first, at most <see cref="MostMethods"/>.</param>
/// <param name="Pairs">All pairs of them.</param>
/// <param name="LeftOut">Number of methods that are left out.</param>
public sealed record MethodComparison(
    IReadOnlyList<ParameterValue> Setting, IReadOnlyList<ComparedMethod> Methods, IReadOnlyList<MethodPair> Pairs, int LeftOut)
{
    public const int MostMethods = 12;

    /// <param name="metric">The metric by which they are compared.</param>
    /// <param name="goal">The goal of the metric.</param>
    /// <returns>The comparisons of at least two methods, in the order of the grid.</returns>
    public static IReadOnlyList<MethodComparison> Of(IEnumerable<TrialOutcome> outcomes, FinalMetric metric, Goal goal)
    {
        var completed = outcomes.Where(outcome => outcome.Row is { State: TrialState.Completed, Result: not null })
            .OrderBy(outcome => outcome.Spec.Id.Index).ToList();
        var bySetting = completed.GroupBy(outcome => Text(outcome.Spec.Parameters, isMethod: false))
            .Select(group => (Setting: Part(group.First().Spec.Parameters, false), Outcomes: group.ToList())).ToList();
        // A method without a setting is compared with others at each of its values.
        var general = bySetting.Where(group => Array.Exists(group.Setting, parameter => parameter.IsInactive)).ToList();
        return
        [
            .. bySetting
                .Where(group => !general.Contains(group) || !bySetting.Exists(other => IsBroader(group.Setting, other.Setting)))
                .Select(group => (group.Setting, All: group.Outcomes.Concat(
                    general.Where(other => IsBroader(other.Setting, group.Setting)).SelectMany(other => other.Outcomes))))
                .Select(group => Compare(group.Setting, group.All, metric, goal))
                .Where(comparison => comparison.Methods.Count > 1),
        ];
    }

    /// <summary>True if two settings differ only in values that are inactive in the first.</summary>
    private static bool IsBroader(ParameterValue[] one, ParameterValue[] other) =>
        one.Zip(other).All(pair => pair.First.IsInactive || pair.First == pair.Second)
            && one.Zip(other).Any(pair => pair.First != pair.Second);

    private static MethodComparison Compare(ParameterValue[] setting, IEnumerable<TrialOutcome> outcomes, FinalMetric metric, Goal goal)
    {
        var all = (from outcome in outcomes
                   group outcome by Text(outcome.Spec.Parameters, isMethod: true) into method
                   let estimate = Estimate.Of([.. method.Select(outcome => metric.Of(outcome.Row.Result!)).OfType<double>()])
                   where estimate is not null
                   select (method.First().Spec, Estimate: estimate)).OrderBy(method => method.Estimate.Mean, goal.Order()).ToList();
        ComparedMethod[] methods = [.. all.Take(MostMethods)
            .Select(method => new ComparedMethod(MethodNames.Of(method.Spec), Part(method.Spec.Parameters, true), method.Estimate))];
        return new(all.Count == 0 ? [] : setting, methods, PairsOf(methods), all.Count - methods.Length);
    }

    private static MethodPair[] PairsOf(ComparedMethod[] methods)
    {
        var pairs = (from first in Enumerable.Range(0, methods.Length)
                     from second in Enumerable.Range(first + 1, methods.Length - first - 1)
                     select (First: first, Second: second, Test: WelchTest.Of(methods[first].Estimate, methods[second].Estimate))).ToList();
        var tests = pairs.Where(pair => pair.Test is not null).ToList();
        var corrected = tests.Zip(HolmCorrection.Of([.. tests.Select(pair => pair.Test!.P)]))
            .ToDictionary(pair => pair.First, pair => pair.Second);
        return [.. pairs.Select(pair => new MethodPair
        {
            First = pair.First,
            Second = pair.Second,
            Difference = methods[pair.First].Estimate.Mean - methods[pair.Second].Estimate.Mean,
            Test = pair.Test,
            HolmP = pair.Test is null ? null : corrected[pair],
            Reason = pair.Test is null ? "one seed" : null,
        })];
    }

    private static string Text(IEnumerable<ParameterValue> parameters, bool isMethod) =>
        string.Join('\n', Part(parameters, isMethod).Select(parameter => $"{parameter.Key}={parameter.Value}"));

    private static ParameterValue[] Part(IEnumerable<ParameterValue> parameters, bool isMethod) =>
        [.. parameters.Where(parameter => RecipeSchema.Get(parameter.Key).Role is SettingRole.Method == isMethod)];
}

/// <param name="Name">The common name.</param>
/// <param name="Parameters">The swept settings that define the method.</param>
/// <param name="Estimate">The metric over its seeds.</param>
public sealed record ComparedMethod(string Name, IReadOnlyList<ParameterValue> Parameters, Estimate Estimate);

public sealed record MethodPair
{
    /// <summary>Index of the first method; <see cref="Second"/> is the other's.</summary>
    public required int First { get; init; }

    public required int Second { get; init; }

    /// <summary>The difference of the means.</summary>
    public required double Difference { get; init; }

    /// <summary>The test; null if a method has too few seeds.</summary>
    public required WelchTest? Test { get; init; }

    /// <summary>The corrected P.</summary>
    public required double? HolmP { get; init; }

    /// <summary>The reason why there is no test; null if there is one.</summary>
    public required string? Reason { get; init; }
}
