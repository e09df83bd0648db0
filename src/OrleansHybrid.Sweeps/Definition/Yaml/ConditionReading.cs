using OrleansHybrid.Sweeps.Search;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>Reads <c>when: {contrastive_loss: mpsc}</c>: the values of other settings with which a parameter is swept.</summary>
internal sealed class ConditionReading(Findings findings)
{
    private static readonly Words Settings = new(RecipeSchema.Keys) { Alias = SettingAliases.Of, NotesAliases = true };

    private readonly List<(Condition Condition, int Line, string Path)> _conditions = [];

    public bool Has(string key) => _conditions.Exists(read => read.Condition.Key == key);

    /// <param name="key">The parameter.</param>
    /// <param name="path">The path of the condition.</param>
    public void Read(string key, YamlTree.Entry when, string path)
    {
        if (key == RecipeSchema.Seed.Key)
        {
            findings.Refuse(when.Line, path, "every configuration is trained with every seed, so seeds take no condition");
            return;
        }

        var section = new Section(when.Value, path, Settings, findings);
        var clauses = new List<ConditionClause>();
        foreach (var entry in section.Entries)
        {
            if (entry.Key == key) section.Report(entry.Line, entry.Key, "a parameter cannot depend on itself");
            else if (entry.Key == RecipeSchema.Seed.Key)
                section.Report(entry.Line, entry.Key, "every configuration is trained with every seed, so a condition cannot use the seed");
            else clauses.Add(new(entry.Key, Values(RecipeSchema.Get(entry.Key), entry, section.PathOf(entry.Key))));
        }

        if (when.Value is YamlTree.Map { Entries: [] } or YamlTree.Text { IsNull: true })
            findings.Refuse(when.Line, path, "names no condition; write when: {contrastive_loss: mpsc}, or remove it");
        _conditions.Add((new(key, clauses), when.Line, path));
    }

    /// <summary>The conditions, once the swept and the fixed settings are known.</summary>
    /// <param name="ranges">Settings that are drawn from a range.</param>
    public IReadOnlyList<Condition> Check(IReadOnlyList<Axis> axes, Recipe recipe, IReadOnlyCollection<string> ranges)
    {
        foreach (var (condition, line, path) in _conditions)
        {
            foreach (var clause in condition.Clauses.Where(clause => clause.Values.Count > 0))
            {
                if (ranges.Contains(clause.Key))
                {
                    findings.Refuse(
                        line,
                        $"{path}.{clause.Key}",
                        $"{clause.Key} is drawn from a range, so no value of it decides; list its 'values', or write a constraint");
                    continue;
                }

                var decider = axes.FirstOrDefault(axis => axis.Key == clause.Key);
                var values = decider?.Values ?? [RecipeSchema.Get(clause.Key).Read(recipe)];
                if (values.Intersect(clause.Values).Any()) continue;
                var never = $"never holds: {clause.Key} "
                    + $"{(decider is null ? $"is fixed at {values[0]}" : $"has only the values {string.Join(", ", values)}")}, "
                    + $"so {condition.Key} is never swept";
                // What is fixed is often changed for a single run of the same file.
                if (decider is null) findings.Note(line, $"{path}.{clause.Key}", never);
                else findings.Refuse(line, $"{path}.{clause.Key}", never + "; correct the condition, or remove the parameter");
            }
        }

        RefuseCircles();
        return [.. _conditions.Select(read => read.Condition)];
    }

    private IReadOnlyList<string> Values(Setting setting, YamlTree.Entry entry, string path)
    {
        var isList = entry.Value is YamlTree.List list
            && (setting.Kind is not SettingKind.NumberList || list.Items.Any(item => item is YamlTree.List));
        if (isList) return SettingValues.ReadList(setting, entry, path, findings);
        return SettingValues.Read(setting, entry.Value, path, findings) is { } single ? [single] : [];
    }

    private void RefuseCircles()
    {
        var left = _conditions.DistinctBy(read => read.Condition.Key).ToDictionary(read => read.Condition.Key);
        while (true)
        {
            // What depends on nothing that is left is in no circle.
            while (
                left.Values.FirstOrDefault(read =>
                    !read.Condition.Clauses.Any(clause => left.ContainsKey(clause.Key))) is { Condition: { } free })
                left.Remove(free.Key);
            if (left.Count == 0) return;
            var way = new List<string>();
            for (
                var key = left.Keys.First(); !way
                    .Contains(key); key = left[key].Condition.Clauses
                    .First(clause => left.ContainsKey(clause.Key)).Key)
                way.Add(key);
            var last = left[way[^1]].Condition.Clauses.First(clause => left.ContainsKey(clause.Key)).Key;
            var circle = way[way.IndexOf(last)..];
            var (_, line, path) = left[circle[0]];
            findings.Refuse(
                line, path, $"the conditions form a cycle: {string.Join(" depends on ", [.. circle, circle[0]])}; remove one of them");
            foreach (var key in circle) left.Remove(key);
        }
    }
}
