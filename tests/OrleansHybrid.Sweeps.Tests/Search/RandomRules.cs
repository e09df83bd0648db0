using System.Globalization;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Sweeps.Tests.Search;

/// <summary>A random sweep file with zip, conditions and constraints, and what it stands for: counted out the long way.</summary>
internal sealed class RandomRules
{
    private static readonly (string Key, string[] Values)[] Pool =
    [
        ("batch_size", ["32", "64", "128", "512"]),
        ("temperature", ["0.05", "0.1", "0.5", "1"]),
        ("contrastive_loss", ["sc", "psc", "mpsc", "none"]),
        ("epochs", ["1", "2", "200", "4"]),
        ("alpha_schedule", ["parabolic", "linear", "constant", "beta"]),
        ("knn_probe", ["true", "false"]),
    ];

    private static readonly (string Text, Func<Func<string, string>, bool> Holds)[] Constraints =
    [
        ("batch_size <= 64 or temperature > 0.1", of => Number(of("batch_size")) <= 64 || Number(of("temperature")) > 0.1),
        ("epochs * batch_size != 128", of => Number(of("epochs")) * Number(of("batch_size")) != 128),
        ("contrastive_loss in [sc, psc] or not knn_probe", of => of("contrastive_loss") is "sc" or "psc" || of("knn_probe") == "false"),
        ("not (alpha_schedule == linear and epochs < 4)", of => !(of("alpha_schedule") == "linear" && Number(of("epochs")) < 4)),
    ];

    private readonly List<(string Key, string[] Values)> _axes = [];
    private readonly List<string[]> _zips = [];
    private readonly Dictionary<string, (string Decider, string[] Values)> _conditions = [];
    private readonly List<(string Text, Func<Func<string, string>, bool> Holds)> _constraints = [];

    public IEnumerable<string> Keys => _axes.Select(axis => axis.Key);

    public string Yaml => $"zip: [{string.Join(", ", _zips.Select(zip => $"[{string.Join(", ", zip)}]"))}]\n"
        + $"constraints: [{string.Join(", ", _constraints.Select(constraint => $"\"{constraint.Text}\""))}]\nparameters:\n"
        + string.Join('\n', _axes.Select(axis => $"  {axis.Key}: {{values: [{string.Join(", ", axis.Values)}]{When(axis.Key)}}}"));

    public static RandomRules Draw(Random random)
    {
        var rules = new RandomRules();
        var pool = Pool.ToArray();
        random.Shuffle(pool);
        foreach (var (key, values) in pool.Take(random.Next(2, pool.Length + 1)))
        {
            var shuffled = values.ToArray();
            random.Shuffle(shuffled);
            rules._axes.Add((key, shuffled[..random.Next(1, shuffled.Length + 1)]));
        }

        // Two of equal length advance together.
        if (random.Next(2) == 0 && rules._axes.GroupBy(axis => axis.Values.Length).FirstOrDefault(group => group.Count() > 1) is { } equal)
            rules._zips.Add([.. equal.Take(2).Select(axis => axis.Key)]);
        // A later axis in another order than the file's may decide, but never in a circle.
        var order = rules._axes.ToArray();
        random.Shuffle(order);
        for (var i = 1; i < order.Length; i++)
        {
            if (random.Next(2) == 0) continue;
            var decider = order[random.Next(i)];
            rules._conditions.Add(order[i].Key, (decider.Key, decider.Values[..random.Next(1, decider.Values.Length + 1)]));
        }

        rules._constraints.AddRange(Constraints.Where(_ => random.Next(3) == 0));
        return rules;
    }

    /// <summary>Every different assignment that no constraint forbids, in the order of the grid.</summary>
    public List<string> Configurations()
    {
        IEnumerable<Dictionary<string, string>> rows = [[]];
        var done = new HashSet<string>();
        foreach (var (key, values) in _axes)
        {
            if (!done.Add(key)) continue;
            var together = _zips.Find(zip => zip.Contains(key)) ?? [key];
            done.UnionWith(together);
            rows = [.. rows.SelectMany(_ => Enumerable.Range(0, values.Length), (row, at) =>
                new Dictionary<string, string>(
                    row.Concat(together.Select(name => KeyValuePair.Create(name, _axes.Find(axis => axis.Key == name).Values[at])))))];
        }

        return [.. rows.Select(Effective)
            .Where(row =>
                _constraints.TrueForAll(constraint => constraint.Holds(key => row.GetValueOrDefault(key) ?? RecipeSchema.Get(key).Default)))
            .Select(row => string.Join(' ', Keys.Select(key => row[key])))
            .Distinct()];
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private Dictionary<string, string> Effective(Dictionary<string, string> row) =>
        row.ToDictionary(pair => pair.Key, pair => IsActive(pair.Key, row) ? pair.Value : RecipeSchema.Get(pair.Key).Default);

    private bool IsActive(string key, Dictionary<string, string> row) =>
        !_conditions.TryGetValue(key, out var condition)
            || (IsActive(condition.Decider, row) && condition.Values.Contains(row[condition.Decider]));

    private string When(string key) =>
        _conditions.TryGetValue(key, out var condition) ? $", when: {{{condition.Decider}: [{string.Join(", ", condition.Values)}]}}" : "";
}
