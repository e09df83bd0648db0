using OrleansHybrid.Sweeps.Search.Constraints;

namespace OrleansHybrid.Sweeps.Search;

/// <summary>The rules that make a grid smaller than the product of its axes.</summary>
/// <param name="Zips">Keys of axes that advance together; they have equally many values, and all their rows differ.</param>
/// <param name="Conditions">Conditions of axes, at most one for each, without cycles.</param>
/// <param name="Constraints">Constraints; a configuration that violates one is left out.</param>
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
/// A condition under which a setting is swept: all clauses hold. Otherwise the setting is inactive and has the value that the
/// recipe fixes, or its default. A clause on an inactive setting does not hold.
/// </summary>
/// <param name="Key">The swept setting.</param>
internal sealed record Condition(string Key, IReadOnlyList<ConditionClause> Clauses);

/// <param name="Key">The deciding setting.</param>
/// <param name="Values">The values for which the clause holds, in canonical text.</param>
internal sealed record ConditionClause(string Key, IReadOnlyList<string> Values);
