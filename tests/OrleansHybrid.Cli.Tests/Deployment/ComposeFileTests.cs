using OrleansHybrid.Cluster.Checkpoints;
using OrleansHybrid.Cluster.Connection;

namespace OrleansHybrid.Cli.Tests.Deployment;

public class ComposeFileTests
{
    private static readonly string Text = Repository.Read("docker-compose.yml");

    [Fact]
    public void ComposeFile_HasNoFault() => Assert.Empty(ComposeFaults.Of(Text));

    [Fact]
    public void ComposeFile_StartsTheClusterInEitherProfile()
    {
        var services = Yaml.Parse(Text)["services"].Entries
            .ToDictionary(service => service.Key, service => service.Value["profiles"].Texts.ToArray());

        Assert.Equal(
            ["control", "grafana", "prometheus", "redis"],
            services.Where(service => service.Value is []).Select(service => service.Key).Order());
        Assert.Equal(["silo-cpu"], services.Where(service => service.Value.Contains("cpu")).Select(service => service.Key));
        Assert.Equal(
            ["dcgm-exporter", "silo-gpu"], services.Where(service => service.Value.Contains("gpu")).Select(service => service.Key).Order());
        Assert.Equal(["azurite"], services.Where(service => service.Value.Contains("azurite")).Select(service => service.Key));
        Assert.Equal(["submit"], services.Where(service => service.Value.Contains("submit")).Select(service => service.Key));
    }

    [Fact]
    public void AzureSettings_AreTakenByTheConsole()
    {
        var settings = File.ReadLines(Repository.PathOf("deploy/azurite.env"))
            .Where(line => !line.StartsWith('#'))
            .Select(line => line.Split('=', 2))
            .ToDictionary(line => line[0], line => line[1].Trim('"'));

        Assert.All(settings.Keys, name => Assert.Contains($"${{{name}:-", Text, StringComparison.Ordinal));
        var place = Assert.IsType<CheckpointPlace.Azure>(CheckpointPlace.Parse(settings["CHECKPOINTS"]));
        Assert.Equal("http://azurite:10000/devstoreaccount1/checkpoints", $"{place.Container.Uri}");
        // The same account, without the container.
        Assert.Equal($"azure:{settings["CHECKPOINTS"]}", $"{settings["CLUSTER"]};Container=checkpoints");
        Assert.Equal("azure:http://azurite:10000/devstoreaccount1", $"{ClusterServer.Parse(settings["CLUSTER"])}");
    }

    [Fact]
    public void AzureOverlay_StartsNoRedis_AndNobodyWaitsForIt()
    {
        var overlay = Assert.Single(Yaml.Parse(Repository.Read("deploy/azure.yml"))["services"].Entries);
        var waiting = Yaml.Parse(Text)["services"].Entries.Select(service => service.Value["depends_on"]["redis"])
            .Where(redis => redis.Exists)
            .ToArray();

        Assert.Equal(("redis", "redis"), (overlay.Key, Assert.Single(overlay.Value["profiles"].Texts)));
        Assert.Equal(3, waiting.Length);
        Assert.All(waiting, redis => Assert.Equal("false", redis["required"].Text));
    }

    [Theory]
    [InlineData("    - --role=gpu", "    - --role=gpus", "gpus")]
    [InlineData("    - --trusted-network\n", "    - --trusting-network\n", "--trusting-network")]
    [InlineData("  checkpoints: {}", "  checkpoint: {}", "the volume checkpoints is not declared")]
    [InlineData("  grafana_admin_password: {file", "  grafana_password: {file", "the secret grafana_admin_password is not declared")]
    [InlineData("/run/secrets/grafana_admin_password", "/run/secrets/grafana", "none of its secrets")]
    [InlineData("    control: {condition", "    controls: {condition", "controls, which is no service")]
    [InlineData("  stop_grace_period: 90s", "  stop_grace_period: 70s", "killed before its drain is over")]
    [InlineData("\"--health-probe\", \"--port\", \"8080\"", "\"--health\", \"--port\", \"8080\"", "its probe")]
    [InlineData("\"--health-probe\", \"--port\", \"8080\"", "\"--health-probe\", \"--port\", \"8081\"", "its probe asks another port")]
    [InlineData("[\"127.0.0.1:3000:3000\"]", "[\"3000:3000\"]", "open to the network")]
    [InlineData("  cap_drop: [ALL]", "  cap_drop: [NET_RAW]", "keeps capabilities")]
    [InlineData("source: ./deploy/grafana/dashboards", "source: ./deploy/grafana/boards", "not in the repository")]
    [InlineData("CHECKPOINTS: ${CHECKPOINTS:-/checkpoints}", "CHECKPOINTS: ${CHECKPOINTS:-/shared}", "/shared is on its read-only root")]
    [InlineData("target: cuda}", "target: gpu}", "target is not in the Dockerfile")]
    [InlineData("volumes:\n  redis: {}", "volume:\n  redis: {}", "volume")]
    [InlineData("  read_only: true\n  cap_drop", "  readonly: true\n  cap_drop", "readonly")]
    [InlineData("    start_interval: 3s", "    begin_interval: 3s", "begin_interval")]
    [InlineData("    retries: 3", "    retries: [3]", "retries")]
    [InlineData("{context: .,", "{contxt: .,", "contxt")]
    [
        InlineData(
            "condition: service_healthy, required: false}\n    control",
            "condition: service_well, required: false}\n    control",
            "NotInEnumeration: #/services.silo-cpu.depends_on.redis.condition"),
    ]
    [InlineData("read_only: true}\n    # One", "readonly: true}\n    # One", "readonly")]
    [InlineData("azurite: {condition: service_healthy, required: false}", "azurite: {condition: service_healthy}", "azurite is not in all")]
    [InlineData("memory: \"${SILO_MEMORY:-2G}\"", "ram: \"${SILO_MEMORY:-2G}\"", "ram")]
    [InlineData("capabilities: [gpu]", "capability: [gpu]", "capability")]
    [InlineData("GF_USERS_ALLOW_SIGN_UP: \"false\"", "GF_USERS_ALLOW_SIGN_UP: [false]", "GF_USERS_ALLOW_SIGN_UP")]
    [InlineData("{file: ./deploy", "{files: ./deploy", "files")]
    [InlineData("  restart: unless-stopped", "  restart: true", "restart")]
    public void ComposeFile_WithAFault_IsFound(string sound, string faulty, string complaint)
    {
        Assert.Contains(sound, Text, StringComparison.Ordinal);

        var faults = ComposeFaults.Of(Text.Replace(sound, faulty, StringComparison.Ordinal));

        Assert.True(faults.Any(fault => fault.Contains(complaint, StringComparison.Ordinal)), string.Join("\n", faults));
    }
}
