using System.Text.Json.Nodes;

namespace OrleansHybrid.EndToEnd.Deployment;

/// <summary>A Grafana dashboard of deploy/grafana.</summary>
internal sealed class Dashboard(JsonNode json)
{
    public static IReadOnlyList<string> Files { get; } = Directory.GetFiles(Repository.PathOf("deploy", "grafana", "dashboards"), "*.json");

    public JsonNode Json => json;

    public string Title => json["title"]!.GetValue<string>();

    /// <summary>All but the rows.</summary>
    public IEnumerable<JsonNode> Panels =>
        json["panels"]!.AsArray().Select(panel => panel!).Where(panel => panel["type"]!.GetValue<string>() != "row");

    public IEnumerable<string> Variables =>
        json["templating"]!["list"]!.AsArray().Select(variable => variable!["name"]!.GetValue<string>());

    public IEnumerable<DashboardQuery> Queries =>
        from panel in Panels
        from target in panel["targets"]!.AsArray()
        select new DashboardQuery(
            $"{Title}: {panel["title"]}",
            target["expr"]!.GetValue<string>(),
            panel["type"]!.GetValue<string>() is "heatmap" ? "" : target["legendFormat"]!.GetValue<string>());

    public static Dashboard Read(string file) => new(JsonNode.Parse(File.ReadAllText(file))!);

}

/// <param name="Legend">With the labels that its series must have: <c>{{state}}</c>.</param>
internal sealed record DashboardQuery(string Panel, string Expression, string Legend);
