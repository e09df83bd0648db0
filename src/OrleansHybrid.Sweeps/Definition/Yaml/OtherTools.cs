using System.Globalization;

namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>
/// Files of Katib, Polyaxon, NNI, Hydra, Ray and Guild. They are recognised by keys that only they have, and their searches are rewritten
/// in our keys. Lines and paths are kept, so that problems refer to the file as it is.
/// </summary>
internal static class OtherTools
{
    private static readonly (string File, Func<YamlTree, List<YamlTree.Entry>?> Read)[] Tools =
    [
        ("an experiment of Katib", Katib),
        ("an operation of Polyaxon", Polyaxon),
        ("an experiment of NNI", Nni),
        ("a configuration of Hydra", Hydra),
        ("an experiment of Ray", Ray),
        ("a file of Guild", Guild),
    ];

    /// <returns>The tree in our keys; null if the file is of none of these tools.</returns>
    public static YamlTree? Rewritten(YamlTree tree, Findings findings)
    {
        foreach (var (file, read) in Tools)
        {
            if (read(tree) is not { } entries) continue;
            findings.Note(tree.Line, "", $"is {file}: its search is read, and all else has no meaning here, since the learner is built in");
            if (entries.All(entry => entry.Key is not "parameters"))
            {
                findings.Refuse(tree.Line, tree is YamlTree.Map map ? map.Entries[0].Key : "", $"is {file}, and no search was found in "
                    + "it: list the parameters and their values as "
                    + "parameters: {temperature: {values: [0.1, 0.5]}}, with a name and method: grid");
            }

            // A grid that this tool has no word for needs one here, and no name then.
            return new YamlTree.Map(
                tree.Line,
                entries.Exists(entry => entry.Key is "method")
                    ? entries
                    : entries.With("method", "method", new YamlTree.Text(tree.Line, "grid", IsNull: false)));
        }

        return null;
    }

    private static List<YamlTree.Entry>? Katib(YamlTree tree)
    {
        if (Text(tree, "apiVersion")?.Contains("kubeflow", StringComparison.Ordinal) is not true) return null;
        var parameters = (At(tree, "spec", "parameters") as YamlTree.List)?.Items.Where(item => Text(item, "name") is not null)
            .Select(item => new YamlTree.Entry(item.Line, Text(item, "name")!, Space(item.Line, At(item, "feasibleSpace")))).ToList();
        return Sweep(
            (tree, "name", ["metadata", "name"]),
            (tree, "method", ["spec", "algorithm", "algorithmName"]),
            (tree, "run_cap", ["spec", "maxTrialCount"]),
            (tree, "max_concurrent_trials", ["spec", "parallelTrialCount"]))
            .With("metric", "spec.objective", Metric(At(tree, "spec", "objective"), "objectiveMetricName", "type"))
            .With("parameters", "spec.parameters", parameters);

        static YamlTree Space(int line, YamlTree? space) => At(space, "list") is { } list ? Map(line, "values", list)
            : Number(At(space, "min")) is { } min && Number(At(space, "max")) is { } max && Number(At(space, "step")) is { } step
                ? Walk(line, min, max, step, isOpen: false)
            : space ?? new YamlTree.Map(line, []);
    }

    private static List<YamlTree.Entry>? Polyaxon(YamlTree tree)
    {
        if (At(tree, "matrix") is not YamlTree.Map matrix) return null;
        return Sweep(
            (tree, "name", ["name"]),
            (tree, "method", ["matrix", "kind"]),
            (tree, "run_cap", ["matrix", "numRuns"]),
            (tree, "max_concurrent_trials", ["matrix", "concurrency"]))
            .With(
                "parameters",
                "matrix.params",
                Each(At(matrix, "params"), (line, space) => Of(line, Text(space, "kind"), At(space, "value"))));
    }

    private static List<YamlTree.Entry>? Nni(YamlTree tree)
    {
        if (At(tree, "searchSpace") is null && At(tree, "searchSpaceFile") is null && At(tree, "trialCommand") is null) return null;
        var method = At(tree, "tuner", "name") is YamlTree.Text { Value: "GridSearch" or "Gridsearch" } grid
            ? grid with { Value = "grid" }
            : At(tree, "tuner", "name");
        return Sweep(
            (tree, "name", ["experimentName"]),
            (tree, "run_cap", ["maxTrialNumber"]),
            (tree, "max_concurrent_trials", ["trialConcurrency"]))
            .With("method", "tuner.name", method)
            .With(
                "parameters",
                "searchSpace",
                Each(At(tree, "searchSpace"), (line, space) => Of(line, Text(space, "_type"), At(space, "_value"))));
    }

    private static List<YamlTree.Entry>? Hydra(YamlTree tree)
    {
        if (At(tree, "hydra") is not { } hydra) return null;
        return new List<YamlTree.Entry>().With(
            "parameters",
            "hydra.sweeper.params",
            Each(At(hydra, "sweeper", "params"), (line, given) => given is YamlTree.Text text ? Override(line, text.Value) : given));

        static YamlTree.Map Override(int line, string text)
        {
            var (kind, list) = text.IndexOf('(', StringComparison.Ordinal) is > 0 and var open && text.EndsWith(')')
                ? (text[..open].Trim(), text[(open + 1)..^1])
                : ("choice", text);
            var items = list.Trim('[', ']')
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(item => new YamlTree.Text(line, item, IsNull: false))
                .ToList();
            return items.Count == 1 ? Map(line, "value", items[0]) : Of(line, kind, new YamlTree.List(line, items));
        }
    }

    private static List<YamlTree.Entry>? Ray(YamlTree tree)
    {
        if (tree is not YamlTree.Map { Entries: [{ Value: YamlTree.Map experiment } first, ..] }
            || At(experiment, "run") is null
            || At(experiment, "config") is not YamlTree.Map config)
            return null;
        return new List<YamlTree.Entry>().With("name", "name", new YamlTree.Text(first.Line, first.Key, IsNull: false))
            .With(
                "parameters",
                $"{first.Key}.config",
                Each(config, (line, given) => At(given, "grid_search") is { } list ? Map(line, "values", list) : Fixed(line, given)));
    }

    private static List<YamlTree.Entry>? Guild(YamlTree tree)
    {
        var operations = tree is YamlTree.List list
            ? list.Items.Select(item => At(item, "operations")).FirstOrDefault(found => found is not null)
            : tree;
        if (operations is not YamlTree.Map { Entries: [{ Value: YamlTree.Map operation } first, ..] }
            || At(operation, "flags") is not YamlTree.Map flags)
            return null;
        return new List<YamlTree.Entry>().With("name", "name", new YamlTree.Text(first.Line, first.Key, IsNull: false))
            .With(
                "parameters",
                $"{first.Key}.flags",
                Each(
                    flags,
                    (line, given) => given is YamlTree.List ? Map(line, "values", given) : Fixed(line, At(given, "default") ?? given)));
    }

    /// <summary>A space that has a kind and the numbers or values of it.</summary>
    private static YamlTree.Map Of(int line, string? kind, YamlTree? value)
    {
        var numbers = value is YamlTree.List list ? list.Items.Select(Number).ToList() : [];
        return (kind, numbers) switch
        {
            ("choice" or "pchoice", _) when value is YamlTree.List => Map(line, "values", value),
            ("quniform", [{ } low, { } high, { } step]) => Walk(line, low, high, step, isOpen: false),
            ("range", [{ } low, { } high, { } step]) => Walk(line, low, high, step, isOpen: true),
            ("range" or "randint", [{ } low, { } high]) => Walk(line, low, high, 1, isOpen: true),
            ("linspace", [_, _, { }]) => Range(line, (YamlTree.List)value!, "linear"),
            ("uniform" or "interval", [_, _, ..]) =>
                new YamlTree.Map(
                    line, [new(line, "min", ((YamlTree.List)value!).Items[0]), new(line, "max", ((YamlTree.List)value).Items[1])]),
            _ => new YamlTree.Map(line, [new(line, "distribution", new YamlTree.Text(line, kind ?? "nothing", IsNull: false))]),
        };
    }

    private static YamlTree.Map Range(int line, YamlTree.List ends, string scale) => new(
        line,
        [
            new(line, "min", ends.Items[0]),
            new(line, "max", ends.Items[1]),
            new(line, "count", ends.Items[2]),
            new(line, "scale", new YamlTree.Text(line, scale, IsNull: false)),
        ]);

    /// <summary>The values from one number to another in equal steps.</summary>
    /// <param name="isOpen">True to leave out the last number.</param>
    private static YamlTree.Map Walk(int line, double first, double last, double step, bool isOpen)
    {
        const int Most = 100_000;
        var steps = step > 0 ? (last - first) / step : -1;
        var count = isOpen ? Math.Ceiling(steps - 1e-9) : Math.Floor(steps + 1e-9) + 1;
        if (count is not (> 0 and <= Most)) return new YamlTree.Map(line, [new(line, "min", Write(first)), new(line, "max", Write(last))]);
        return Map(
            line,
            "values",
            new YamlTree.List(line, [.. Enumerable.Range(0, (int)count).Select(i => Write(Math.Round(first + i * step, 10)))]));

        YamlTree Write(double value) => new YamlTree.Text(line, value.ToString("R", CultureInfo.InvariantCulture), IsNull: false);
    }

    private static YamlTree.Map Map(int line, string key, YamlTree value) => new(line, [new(line, key, value)]);

    private static YamlTree Fixed(int line, YamlTree value) => value is YamlTree.Map ? value : Map(line, "value", value);

    private static YamlTree.Map? Metric(YamlTree? objective, string name, string goal) => At(objective, name) is not { } named ? null
        : new(
            named.Line,
            [new(named.Line, "name", named), .. At(objective, goal) is { } way ? new[] { new YamlTree.Entry(way.Line, "goal", way) } : []]);

    private static List<YamlTree.Entry>? Each(YamlTree? spaces, Func<int, YamlTree, YamlTree> read) =>
        (spaces as YamlTree.Map)?.Entries
            .Select(entry => new YamlTree.Entry(entry.Line, entry.Key, read(entry.Line, entry.Value)))
            .ToList();

    private static List<YamlTree.Entry> Sweep(params (YamlTree Tree, string Key, string[] Path)[] parts) =>
        parts.Aggregate(
            new List<YamlTree.Entry>(), (entries, part) => entries.With(part.Key, string.Join('.', part.Path), At(part.Tree, part.Path)));

    private static List<YamlTree.Entry> With(this List<YamlTree.Entry> entries, string key, string written, List<YamlTree.Entry>? inner) =>
        inner is { Count: > 0 } ? entries.With(key, written, new YamlTree.Map(inner[0].Line, inner)) : entries;

    private static List<YamlTree.Entry> With(this List<YamlTree.Entry> entries, string key, string written, YamlTree? value) =>
        value is null
            ? entries
            : [.. entries, new YamlTree.Entry(value.Line, written, key is "name" ? Named(value) : value) with { Key = key }];

    private static YamlTree Named(YamlTree name) =>
        name is YamlTree.Text text && SweepNames.Of(text.Value) is { } slug ? text with { Value = slug } : name;

    private static YamlTree? At(YamlTree? tree, params ReadOnlySpan<string> path)
    {
        foreach (var key in path) tree = (tree as YamlTree.Map)?.Entries.FirstOrDefault(entry => entry.Key == key)?.Value;
        return tree;
    }

    private static string? Text(YamlTree tree, string key) => At(tree, key) is YamlTree.Text { IsNull: false } text ? text.Value : null;

    private static double? Number(YamlTree? tree) =>
        tree is YamlTree.Text text && double.TryParse(text.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
