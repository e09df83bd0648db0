using System.Text.RegularExpressions;

namespace OrleansHybrid.EndToEnd.Deployment;

public sealed partial class PrometheusRulesTests
{
    private static readonly string Folder = Repository.PathOf("deploy", "prometheus");

    [Theory]
    [InlineData("prometheus.yml")]
    [InlineData("compose.yml")]
    [InlineData("local.yml")]
    public Task Configuration_IsOneThatPrometheusTakes(string file) => Promtool("check", "config", Path.Combine(Folder, file));

    [Fact]
    public Task Rules_FireWhenTheyShould() => Promtool("test", "rules", Path.Combine(Folder, "rules.test.yml"));

    [Fact]
    public void Rules_AreTestedAndExplained()
    {
        var tests = File.ReadAllText(Path.Combine(Folder, "rules.test.yml"));
        var runbook = File.ReadAllText(Repository.PathOf("deploy", "README.md"));
        var rules = Alert().Matches(File.ReadAllText(Path.Combine(Folder, "rules.yml")));
        var alerts = rules.Select(match => (Name: match.Groups[1].Value, Anchor: match.Groups[2].Value)).ToArray();

        Assert.Equal(12, alerts.Length);
        Assert.All(alerts, alert =>
        {
            Assert.Equal(alert.Name.ToLowerInvariant(), alert.Anchor);
            Assert.Contains($"\n### {alert.Name}\n", runbook, StringComparison.Ordinal);
            Assert.Matches($@"alertname: {alert.Name},?\s+exp_alerts: ?\[\]|alertname: {alert.Name}, exp_alerts: \[\]", tests);
            Assert.Matches($@"alertname: {alert.Name}\s+exp_alerts:\s+- exp_labels", tests);
        });
    }

    private static async Task Promtool(params IEnumerable<string> arguments)
    {
        var (exitCode, complaints) = await Tool.Require("promtool").Run(arguments);
        Assert.True(exitCode == 0, complaints);
    }

    [GeneratedRegex(@"- alert: (\w+)\n(?:(?!- alert)[\s\S])*?runbook: deploy/README\.md#(\w+)")]
    private static partial Regex Alert();
}
