using System.Text.Json.Nodes;

namespace OrleansHybrid.EndToEnd.Deployment;

public class DashboardTests
{
    public static TheoryData<string, Action<JsonNode>, string> Faults => new()
    {
        { "a key that Grafana does not know", fleet => fleet["templateing"] = new JsonObject(), "templateing" },
        { "an option that the panel does not know", fleet => Panel(fleet, "stat")["options"]!["colourMode"] = "value", "colourMode" },
        { "a value that the option does not take", fleet => Panel(fleet, "stat")["options"]!["colorMode"] = "rainbow", "colorMode" },
        {
            "a way to draw that there is not",
            fleet => Panel(fleet, "timeseries")["fieldConfig"]!["defaults"]!["custom"]!["drawStyle"] = "wiggly",
            "drawStyle"
        },
        { "a panel without a unit", fleet => Panel(fleet, "stat")["fieldConfig"]!["defaults"]!.AsObject().Remove("unit"), "no unit" },
        {
            "two panels with one id",
            fleet => Panel(fleet, "stat")["id"] = Panel(fleet, "timeseries")["id"]!.GetValue<int>(),
            "several panels"
        },
        { "panels on each other", fleet => Panel(fleet, "stat")["gridPos"]!["x"] = 4, "overlaps" },
        { "a panel beyond the edge", fleet => Panel(fleet, "stat")["gridPos"]!["w"] = 30, "too wide" },
        { "a variable that is not defined", fleet => Target(fleet)["expr"] = "sweep_slots{silo=\"$silo\"}", "no variable silo" },
        { "another data source", fleet => Target(fleet)["datasource"]!["uid"] = "prometheus", "another data source" },
    };

    [Fact]
    public void Dashboards_HaveNoFaults()
    {
        Assert.Equal(3, Dashboard.Files.Count);
        Assert.All(Dashboard.Files, file => Assert.Empty(DashboardFaults.Of(Dashboard.Read(file))));
    }

    [Fact]
    public void Dashboards_AreProvisionedUnderUidsOfTheirOwn()
    {
        var uids = Dashboard.Files.Select(file => Dashboard.Read(file).Json["uid"]!.GetValue<string>()).Order();

        Assert.Equal(["orleanshybrid-fleet", "orleanshybrid-orleans", "orleanshybrid-sweep"], uids);
        var source = File.ReadAllText(Repository.PathOf("deploy", "grafana", "provisioning", "datasources", "prometheus.yml"));
        Assert.Contains("uid: orleanshybrid-prometheus\n", source, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public void Dashboard_WithAFault_IsFound(string fault, Action<JsonNode> plant, string complaint)
    {
        var fleet = Dashboard.Read(Repository.PathOf("deploy", "grafana", "dashboards", "fleet.json"));

        plant(fleet.Json);

        Assert.True(DashboardFaults.Of(fleet).Any(found => found.Contains(complaint, StringComparison.Ordinal)), fault);
    }

    private static JsonNode Panel(JsonNode dashboard, string type) =>
        dashboard["panels"]!.AsArray().First(panel => panel!["type"]!.GetValue<string>() == type)!;

    private static JsonNode Target(JsonNode dashboard) => Panel(dashboard, "timeseries")["targets"]![0]!;
}
