using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NJsonSchema;
using NJsonSchema.Validation;

namespace OrleansHybrid.EndToEnd.Deployment;

/// <summary>What is wrong with a dashboard, as far as one can tell without its data.</summary>
internal static partial class DashboardFaults
{
    private const string DataSource = "orleanshybrid-prometheus";

    private static readonly JsonSchema Schema = ReadSchema();

    public static IReadOnlyList<string> Of(Dashboard dashboard) =>
    [
        .. Shape("dashboard", dashboard.Json),
        .. dashboard.Panels.SelectMany(panel => Of(panel).Select(fault => $"{panel["title"]}: {fault}")),
        .. Layout(dashboard),
        .. Queries(dashboard),
    ];

    private static IEnumerable<string> Of(JsonNode panel)
    {
        var type = panel["type"]!.GetValue<string>();
        if (!Schema.Properties.ContainsKey(type)) return [$"panels of type {type} are not checked"];
        var defaults = panel["fieldConfig"]!["defaults"]!;
        return Shape(type, panel["options"]!)
            .Concat(defaults["custom"] is { } custom ? Shape($"{type}Custom", custom) : [])
            .Concat((defaults["unit"] ?? panel["options"]!["yAxis"]?["unit"]) is null ? ["it has no unit"] : []);
    }

    private static IEnumerable<string> Shape(string part, JsonNode json) => new JsonSchemaValidator()
        .Validate(json.ToJsonString(), Schema.Properties[part].ActualSchema)
        .Select(error => $"{error.Path}: {error.Kind}");

    private static IEnumerable<string> Layout(Dashboard dashboard)
    {
        JsonNode[] all = [.. dashboard.Json["panels"]!.AsArray().Select(panel => panel!)];
        foreach (var twins in all.GroupBy(panel => panel["id"]!.GetValue<int>()).Where(twins => twins.Count() > 1))
            yield return $"several panels have the id {twins.Key}";
        for (var i = 0; i < all.Length; i++)
        {
            var (x, _, w, _) = Place(all[i]);
            if (x + w > 24) yield return $"{all[i]["title"]} is too wide";
            foreach (var other in all[..i].Where(other => Overlap(Place(all[i]), Place(other))))
                yield return $"{all[i]["title"]} overlaps {other["title"]}";
        }
    }

    private static IEnumerable<string> Queries(Dashboard dashboard)
    {
        string[] known = [.. dashboard.Variables, "__rate_interval"];
        foreach (var query in dashboard.Queries)
            foreach (var variable in Variable().Matches(query.Expression).Select(match => match.Groups[1].Value).Except(known))
                yield return $"{query.Panel}: there is no variable {variable}";
        foreach (var panel in dashboard.Panels)
            foreach (var target in panel["targets"]!.AsArray())
                if (target!["datasource"]?["uid"]?.GetValue<string>() != DataSource)
                    yield return $"{panel["title"]}: it asks another data source";
    }

    private static (int X, int Y, int W, int H) Place(JsonNode panel)
    {
        int Read(string key) => panel["gridPos"]![key]!.GetValue<int>();
        return (Read("x"), Read("y"), Read("w"), Read("h"));
    }

    private static bool Overlap((int X, int Y, int W, int H) one, (int X, int Y, int W, int H) other) =>
        one.X < other.X + other.W && other.X < one.X + one.W && one.Y < other.Y + other.H && other.Y < one.Y + one.H;

    private static JsonSchema ReadSchema()
    {
        using var text = new StreamReader(typeof(DashboardFaults).Assembly.GetManifestResourceStream("grafana.schema.json")!);
        return JsonSchema.FromJsonAsync(text.ReadToEnd()).GetAwaiter().GetResult();
    }

    [GeneratedRegex(@"\$\{?(\w+)")]
    private static partial Regex Variable();
}
