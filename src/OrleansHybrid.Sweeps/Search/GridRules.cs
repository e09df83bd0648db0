using OrleansHybrid.Sweeps.Search.Constraints;

namespace OrleansHybrid.Sweeps.Search;

/// <summary>What makes a grid smaller than every combination of its axes' values.</summary>
/// <param name="Zips">Keys of axes that advance together; they have equally many values, and no row of them comes twice.</param>
/// <param name="Conditions">At most one for each axis, without cycles.</param>
/// <param name="Constraints">A configuration that breaks one is left out.</param>
internal sealed record GridRules(
    IReadOnlyList<IReadOnlyList<string>> Zips,
    IReadOnlyList<Condition> Conditions,
    IReadOnlyList<Constraint> Constraints)
{
    public static GridRules None { get; } = new([], [], []);

    public Condition? ConditionOf(string key) => Conditions.FirstOrDefault(condition => condition.Key == key);

    /// <summary>The axes so that each comes after those that its condition looks at.</summary>
    public IReadOnlyList<Axis> DecidersFirst(IReadOnlyList<Axis> axes)
    {
        var ordered = new List<Axis>();
        void Add(Axis axis)
        {
            if (ordered.Contains(axis)) return;
            foreach (var clause in Conditions.Where(condition => condition.Key == axis.Key).SelectMany(condition => condition.Clauses))
            {
                if (axes.FirstOrDefault(decider => decider.Key == clause.Key) is { } decider) Add(decider);
            }

            ordered.Add(axis);
        }

        foreach (var axis in axes) Add(axis);
        return ordered;
    }
}

/// <summary>
/// A setting is swept only where all clauses hold. Elsewhere it is inactive: it has the value that the recipe fixes, or
/// its default. A clause on a setting that is itself inactive does not hold.
/// </summary>
/// <param name="Key">The swept setting.</param>
internal sealed record Condition(string Key, IReadOnlyList<ConditionClause> Clauses);

/// <param name="Key">The setting that decides.</param>
/// <param name="Values">Those of its values with which the clause holds, in canonical text.</param>
internal sealed record ConditionClause(string Key, IReadOnlyList<string> Values);
