namespace OrleansHybrid.Cli.Tests.Deployment;

public class KubernetesTests
{
    // The last writes after the drain.
    private const int ShutdownMargin = 15;

    public static TheoryData<string> Folders => ["base", "redis", "overlays/shared-folder", "overlays/azure"];

    [Theory]
    [InlineData("overlays/shared-folder", 13)]
    [InlineData("overlays/azure", 9)]
    public void Overlay_WithItsBase_HasNoFault(string folder, int resources)
    {
        Assert.Empty(KubernetesFaults.Of(PathOf(folder), Repository.Read));
        Assert.Equal(resources, Kustomization.Resolve(PathOf(folder), Repository.Read).Count);
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void Kustomization_NamesAllFilesBesideIt(string folder)
    {
        var file = Yaml.Parse(Repository.Read(PathOf($"{folder}/kustomization.yaml")));
        string[] named = [.. file["resources"].Texts, .. file["patches"].Items.Select(patch => patch["path"].Text)];
        var files = Directory.GetFiles(Repository.PathOf(PathOf(folder))).Select(path => Path.GetFileName(path));

        Assert.Equal(
            files.Except(["kustomization.yaml"]).Order(), named.Where(name => !name.StartsWith("..", StringComparison.Ordinal)).Order());
    }

    [Theory]
    [InlineData("base/gpu.yaml", "minReadySeconds: 10", "minReadySecond: 10", "minReadySecond")]
    [InlineData("base/gpu.yaml", "replicas: 4", "replicas: four", "replicas")]
    [InlineData("base/gpu.yaml", "containerPort: 11111", "containerPort: \"11111\"", "containerPort")]
    [InlineData("base/gpu.yaml", "{name: silo, containerPort: 11111}", "{name: silo}", "containerPort")]
    [InlineData("base/gpu.yaml", "memory: 16Gi", "memory: 16Gib", "quantity")]
    [InlineData("base/gpu.yaml", "value: /state/shrunken-images", "value: true", "value")]
    [InlineData("base/gpu.yaml", "policy/v1", "policy/v1beta1", "there is no PodDisruptionBudget in policy/v1beta1")]
    [InlineData("base/gpu.yaml", "claimName: data", "claimName: dataset", "nobody claims the volume dataset")]
    [InlineData("base/gpu.yaml", "{name: tmp, mountPath", "{name: temp, mountPath", "there is no volume temp")]
    [InlineData("base/gpu.yaml", "            - {name: tmp, mountPath: /tmp}\n", "", "the volume tmp is not mounted")]
    [InlineData("base/gpu.yaml", "name: POD_IP", "name: POD_ADDRESS", "there is no variable POD_IP")]
    [InlineData("overlays/azure/gpu.yaml", "--grace=60s", "--patience=60s", "--patience=60s")]
    [InlineData("base/gpu.yaml", "{path: /health/ready, port: http}", "{path: /health/ready, port: web}", "asks the port web")]
    [InlineData("base/gpu.yaml", "key: cluster", "key: redis", "create redis in the secret")]
    [
        InlineData(
            "base/gpu.yaml",
            "  template:\n    metadata:\n      labels: {app.kubernetes.io/name: orleanshybrid,",
            "  template:\n    metadata:\n      labels: {app.kubernetes.io/name: hybrid,",
            "gpu: its selector"),
    ]
    [InlineData("base/control.yaml", "name: control\nspec:\n  maxUn", "name: gpu\nspec:\n  maxUn", "several of PodDisruptionBudget gpu")]
    [
        InlineData(
            "base/control.yaml",
            "  selector:\n    matchLabels: {app.kubernetes.io/name: orleanshybrid, app.kubernetes.io/component: control}\n  template",
            "  template",
            "control: its selector"),
    ]
    [InlineData("redis/redis.yaml", "image: redis:8.2-bookworm", "image: redis:latest", "no tag of its own")]
    [InlineData("redis/redis.yaml", "serviceName: redis", "serviceName: store", "no service store")]
    [InlineData("redis/redis.yaml", "targetPort: redis", "targetPort: tcp", "has a port tcp")]
    [InlineData("base/network.yaml", "port: 30000", "port: 30001", "has a port 30001")]
    [InlineData("base/network.yaml", "policyTypes", "policyType", "policyType")]
    [InlineData("base/monitoring.yaml", "metricRelabelings", "metricRelabels", "metricRelabels")]
    [InlineData("base/monitoring.yaml", "- port: http\n", "- port: metrics\n", "has a port metrics")]
    [InlineData("redis/kustomization.yaml", "  - redis.yaml", "  - valkey.yaml", "valkey.yaml")]
    [InlineData("base/kustomization.yaml", "name: orleanshybrid,", "name: hybrid,", "no tag of its own")]
    [InlineData("overlays/azure/kustomization.yaml", "patches:", "patch:", "patch")]
    [InlineData("overlays/azure/gpu.yaml", "  name: gpu", "  name: gpus", "changes Deployment gpus, which there is not")]
    [InlineData("overlays/azure/gpu.yaml", "mountPath: /checkpoints, $patch", "mountPath: /checkpoint, $patch", "no /checkpoint to delete")]
    [
        InlineData(
            "overlays/azure/gpu.yaml",
            "            - {mountPath: /checkpoints, $patch: delete}",
            "            - {mountPath: /data, readOnly: yes}",
            "readOnly"),
    ]
    [
        InlineData(
            "overlays/azure/gpu.yaml",
            "      volumes:\n        - {name: checkpoints, $patch: delete}",
            "",
            "the volume checkpoints is not mounted"),
    ]
    [InlineData("overlays/azure/volumes.yaml", "name: data", "name: datasets", "nobody claims the volume data")]
    public void Manifest_WithAFault_IsFound(string file, string sound, string faulty, string complaint)
    {
        Assert.Contains(sound, Repository.Read(PathOf(file)), StringComparison.Ordinal);

        var overlay = file.StartsWith("redis/", StringComparison.Ordinal) ? "overlays/shared-folder" : "overlays/azure";
        var faults = KubernetesFaults.Of(PathOf(overlay), path =>
            Path.GetFullPath(path) == Path.GetFullPath(PathOf(file))
                ? Repository.Read(path).Replace(sound, faulty, StringComparison.Ordinal)
                : Repository.Read(path));

        Assert.True(faults.Any(fault => fault.Contains(complaint, StringComparison.Ordinal)), string.Join("\n", faults));
    }

    [Fact]
    public void Silos_HaveTimeToDrain_AndAskForIt()
    {
        var pods = Documents("base")
            .Select(document => document["spec"]["template"]["spec"])
            .Where(pod => pod["containers"].Items.Any(IsSilo))
            .ToArray();

        Assert.Equal(2, pods.Length);
        foreach (var pod in pods)
        {
            var silo = pod["containers"].Items.Single();
            var arguments = silo["args"].Texts.ToArray();
            Assert.True(int.Parse(pod["terminationGracePeriodSeconds"].Text) > SiloArguments.Grace(arguments) + ShutdownMargin);
            Assert.Contains($"--port={silo["ports"].Items.Single(port => port["name"].Text == "http")["containerPort"].Text}", arguments);
            Assert.Equal("/health/live", silo["livenessProbe"]["httpGet"]["path"].Text);
            Assert.Equal("/health/ready", silo["readinessProbe"]["httpGet"]["path"].Text);
        }

        var gpu = Documents("base").Single(document => document["metadata"]["name"].Text == "gpu" && document["kind"].Text == "Deployment");
        Assert.Equal("0", gpu["spec"]["strategy"]["rollingUpdate"]["maxSurge"].Text);
        var hook = gpu["spec"]["template"]["spec"]["containers"].Items.Single()["lifecycle"]["preStop"]["exec"]["command"].Texts.ToArray();
        Assert.Equal(["dotnet", "/app/hybrid.dll", "silo", "--drain"], hook[..4]);
        Assert.Empty(SiloArguments.Faults(hook[2..]));
    }

    [Fact]
    public void Pods_MountWhatTheyHave_AndCannotHarmTheirHost()
    {
        var pods = Documents("base").Concat(Documents("redis"))
            .Select(document => document["spec"]["template"]["spec"])
            .Where(pod => pod["containers"].Exists)
            .ToArray();

        Assert.Equal(3, pods.Length);
        foreach (var pod in pods)
        {
            Assert.Equal("true", pod["securityContext"]["runAsNonRoot"].Text);
            foreach (var container in pod["containers"].Items)
            {
                Assert.Equal("true", container["securityContext"]["readOnlyRootFilesystem"].Text);
                Assert.Equal("false", container["securityContext"]["allowPrivilegeEscalation"].Text);
                Assert.Equal(["ALL"], container["securityContext"]["capabilities"]["drop"].Texts);
                if (!pod["volumes"].Exists) continue;
                Assert.Equal(
                    pod["volumes"].Items.Select(volume => volume["name"].Text),
                    container["volumeMounts"].Items.Select(mount => mount["name"].Text));
            }
        }
    }

    private static string PathOf(string path) => $"deploy/kubernetes/{path}";

    private static bool IsSilo(Yaml container) => container["name"].Text == "silo";

    private static IEnumerable<Yaml> Documents(string folder) =>
        Directory.GetFiles(Repository.PathOf(PathOf(folder)), "*.yaml").SelectMany(file => Yaml.ParseAll(File.ReadAllText(file)));
}
